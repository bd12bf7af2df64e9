import Advertising
import FoundationEssentials
import Postgres

/// Accepts events: dedupe key, event and one pending delivery for each destination, in one transaction. Confined to the loop of its pool.
///
/// Repeats are rare, so a batch is first inserted as if there were none, which costs the database a quarter less than looking for each key first;
/// a unique key stops it when there are. After a repeat the next batches are inserted with care.
final class EventStore: @unchecked Sendable {
    /// What became of a batch.
    struct Acceptance: Sendable {
        /// For each event of the batch, in its order.
        let outcomes: [AcceptanceOutcome]
        /// The lanes of the batch's tenants: they may have work.
        let lanes: [Lane]
    }

    private let pool: PostgresPool
    /// How many batches from now are inserted with care.
    private var carefulBatches = 0

    /// One failed insert for so many careful ones at most.
    private static let carefulBatchesAfterRepeat = 32

    init(pool: PostgresPool) { self.pool = pool }

    /// Stores a batch durably. When it throws `commitOutcomeUnknown` the events may be in; the same batch once more tells.
    func accept(_ batch: AcceptanceBatch, now: Moment, timeout: Duration) async throws -> Acceptance {
        if carefulBatches == 0 {
            do {
                return try await acceptFresh(batch, now: now, timeout: timeout)
            } catch let error as PostgresError where error.isUniqueViolation {
                carefulBatches = Self.carefulBatchesAfterRepeat
            }
        }
        carefulBatches = max(0, carefulBatches - 1)
        return try await acceptWithCare(batch, now: now, timeout: timeout)
    }

    /// Stores a batch of which no key is known. Throws a unique violation when one is.
    private func acceptFresh(_ batch: AcceptanceBatch, now: Moment, timeout: Duration) async throws -> Acceptance {
        let statements = EventInsertion.fresh(batch.leaders, now: now)
        let row = try await pool.pipelined(statements, tenants: .tenants(batch.tenantIDs), timeout: timeout)[0].only
        let unknown = [EventDigest?](repeating: nil, count: batch.leaders.count)
        return Acceptance(outcomes: batch.outcomes(stored: unknown), lanes: try Self.lanes(tenantIDs: row[0], platforms: row[1]))
    }

    /// Stores what of a batch is not known.
    private func acceptWithCare(_ batch: AcceptanceBatch, now: Moment, timeout: Duration) async throws -> Acceptance {
        let leaders = batch.leaders
        let tenants = TenantScope.tenants(batch.tenantIDs)
        let row = try await pool.pipelined(EventInsertion.careful(leaders, now: now), tenants: tenants, timeout: timeout)[0].only
        let lanes = try Self.lanes(tenantIDs: row[0], platforms: row[1])
        var stored = [EventDigest?](repeating: nil, count: leaders.count)
        // Null: all of them went in.
        if !row.isNull(2) {
            carefulBatches = Self.carefulBatchesAfterRepeat
            let fresh = Set(try row[2, as: [UUID].self])
            let known = leaders.indices.filter { !fresh.contains(leaders[$0].rowID) }
            // Committed before ours, or ours would have waited for it: there to be read now.
            let rows = try await pool.query(EventInsertion.digests(of: known.map { leaders[$0].key }), tenants: tenants, timeout: timeout)
            for row in rows { stored[known[Int(try row[0, as: Int64.self]) - 1]] = EventDigest(uuid: try row[1]) }
            guard known.allSatisfy({ stored[$0] != nil }) else { throw StoreError.changedMeanwhile }
        }
        return Acceptance(outcomes: batch.outcomes(stored: stored), lanes: lanes)
    }

    private static func lanes(tenantIDs: [UUID], platforms: [String]) -> [Lane] {
        zip(tenantIDs, platforms).compactMap { tenantID, platform in
            Platform(rawValue: platform).map { Lane(tenantID: tenantID, platform: $0) }
        }
    }
}
