import Advertising
import EventLoop
import Foundation
import Operations
import Postgres
import TestSupport
import Testing

@testable import Events

/// How fast events are accepted through the batcher, beside plain inserts of 1000 rows into the same table. Takes a while, so it is asked for:
/// STRATUM_TEST_MEASURE=1, in a release build.
@Suite("Measuring acceptance", .enabled(if: ProcessInfo.processInfo.environment["STRATUM_TEST_MEASURE"] != nil))
struct AcceptanceMeasurement {
    private static let tenantCount = 64
    private static let span: Duration = .seconds(4)

    @Test func `accepted events for each inserted row`() async throws {
        try await EventsDatabase.shared().run { parts in
            var tenants: [UUID] = []
            for _ in 0..<Self.tenantCount { tenants.append(try await parts.makeTenant()) }
            for round in 1...3 {
                for connections in [1, 2] {
                    let rows = try await Self.insertRows(tenants, connections: connections, parts)
                    let events = try await Self.acceptEvents(tenants, transactions: connections, callers: 64, each: 50, parts)
                    print("round \(round), connections \(connections): rows/s \(rows), events/s \(events), ratio \(events / rows)")
                }
            }
        }
    }

    private static func rate(_ count: Int, since start: ContinuousClock.Instant) -> Double {
        (Double(count) / ((ContinuousClock.now - start) / .seconds(1))).rounded()
    }

    private static func cpu() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// Plain inserts of 1000 rows, made beforehand, into events.events.
    private static func insertRows(_ tenants: [UUID], connections: Int, _ parts: EventsDatabase.Parts) async throws -> Double {
        let template = (0..<1000).map { Samples.staged(tenants[$0 % tenants.count], id: "x\($0)") }
        let start = ContinuousClock.now
        let before = cpu()
        let counter = Tally()
        await withTaskGroup { group in
            for _ in 0..<connections {
                group.addTask(executorPreference: parts.loop) {
                    while ContinuousClock.now - start < span {
                        let insertion: SQL = """
                            INSERT INTO events.events (tenant_id, event_row_id, event_time, event_id, event_name, body)
                            SELECT * FROM unnest(\(template.map(\.key.tenantID)), \(template.map { _ in Samples.rowID(at: Moment(ServiceClock())) }),
                                \(template.map(\.eventTime.timestamp)), \(template.map(\.key.eventID)), \(template.map(\.key.eventName)),
                                \(template.map(\.body)))
                            """
                        guard (try? await parts.everyday.query(insertion, tenants: .tenants(tenants), timeout: .seconds(10))) != nil else {
                            return
                        }
                        counter.count += 1000
                    }
                }
            }
        }
        print("   inserts: client CPU \((cpu() - before) / Double(counter.count) * 1e6) us/row")
        return rate(counter.count, since: start)
    }

    private static func acceptEvents(
        _ tenants: [UUID], transactions: Int, callers: Int, each: Int, _ parts: EventsDatabase.Parts
    ) async throws -> Double {
        var limits = AcceptanceBatcher.Limits()
        limits.transactionsMax = transactions
        let store = parts.events
        let batcher = AcceptanceBatcher(
            loop: parts.loop, limits: limits, clock: ServiceClock(), metrics: AcceptanceMetrics(Metrics()),
            accept: { try await store.accept($0, now: $1, timeout: $2) }, makeRoom: { _ in }, wake: { _ in })
        let template = Samples.event(tenants[0], time: Moment(ServiceClock()))
        let body = template.body
        let start = ContinuousClock.now
        let before = cpu()
        let counter = Tally()
        await withTaskGroup { group in
            for caller in 0..<callers {
                group.addTask(executorPreference: parts.loop) {
                    var number = 0
                    while ContinuousClock.now - start < span {
                        let events = (0..<each).map { _ in
                            number += 1
                            let id = Samples.rowID(at: Moment(ServiceClock()))
                            return StagedEvent(
                                rowID: id,
                                key: DedupeKey(
                                    tenantID: tenants[(caller + number) % tenants.count], eventID: id.uuidString, eventName: "purchase"),
                                eventTime: template.eventTime, digest: EventDigest(uuid: id), body: body)
                        }
                        guard (try? await batcher.accept(events, timeout: .seconds(10))) != nil else { return }
                        counter.count += each
                    }
                }
            }
        }
        print("   accepts: client CPU \((cpu() - before) / Double(counter.count) * 1e6) us/event")
        return rate(counter.count, since: start)
    }

    /// Confined to the loop.
    private final class Tally: @unchecked Sendable {
        var count = 0
    }
}
