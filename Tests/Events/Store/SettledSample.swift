import Advertising
import Foundation
import Operations

@testable import Events

/// Moves a tenant's deliveries through the store without a worker.
enum SettledSample {
    /// Settles everything that is due as delivered, with one retried attempt before, and returns the ids.
    @discardableResult
    static func settle(
        _ tenantID: UUID, _ parts: EventsDatabase.Parts, as status: DeliveryStatus = .delivered, at moment: Moment? = nil
    ) async throws -> [DeliveryID] {
        let lane = Lane(tenantID: tenantID, platform: .meta)
        let now = moment ?? parts.now
        guard let lease = try await parts.lanes.lease([lane], holder: "test", term: .seconds(60), now: now, timeout: .seconds(10)).first
        else { return [] }
        _ = try await parts.deliveries.takeOver(lease, now: now)
        let due = try await parts.deliveries.due(lane, after: nil, now: now, most: 1000, bytesMax: 1 << 24)
        let ids = due.map(\.eventRowID)
        for number in 1...2 {
            let batch = start(ids, at: now + .milliseconds(number))
            try await parts.deliveries.begin(batch, under: lease)
            var record = BatchRecord(
                batchID: batch.id, startedAt: batch.startedAt, end: end(now + .milliseconds(number + 5), number == 1 ? 500 : 200))
            if number == 1 {
                record.attempts = ids.map {
                    LoggedAttempt(
                        eventRowID: $0, number: 1, outcome: "retry", platformCode: "1", reason: "try later", bodySHA256: [1, 2, 3])
                }
                record.postponements = ids.map {
                    Postponement(eventRowID: $0, attempts: 1, nextAttemptAt: now, unknownSince: nil, reason: "try later")
                }
            } else {
                record.settlements = ids.map {
                    Settlement(
                        eventRowID: $0, status: status, attempts: 2, reason: status == .delivered ? nil : "a reason",
                        bodySHA256: status == .delivered ? [4, 5, 6] : nil)
                }
            }
            try await parts.deliveries.record(record, under: lease)
        }
        try await parts.lanes.release([lease], timeout: .seconds(10))
        return ids.map { DeliveryID(eventRowID: $0, platform: .meta) }
    }

    static func start(_ ids: [UUID], at moment: Moment) -> BatchStart {
        var random = SystemRandomNumberGenerator()
        return BatchStart(
            id: .timeOrdered(unixNanoseconds: moment.unixMicroseconds * 1000, using: &random), startedAt: moment,
            limiterWait: .milliseconds(3), breakerState: .closed, eventRowIDs: ids)
    }

    static func end(_ moment: Moment, _ httpStatus: Int?) -> BatchEnd {
        BatchEnd(closedAt: moment, outcome: "test", httpStatus: httpStatus, latency: .milliseconds(5), response: "{}")
    }
}
