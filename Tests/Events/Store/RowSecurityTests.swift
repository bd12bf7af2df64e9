import Advertising
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Events

@Suite("Who may see which rows of Events")
struct RowSecurityTests {
    private static let tables = [
        "destinations", "delivery_lanes", "dedupe_keys", "events", "pending_deliveries", "settled_deliveries", "delivery_attempts",
        "delivery_batches",
    ]

    @Test func `every table is bound by row-level security, partitions too`() async throws {
        try await EventsDatabase.shared().run { parts in
            let unprotected = try await parts.everyday.query(RowSecurity.unprotectedTables(in: "events"), timeout: .seconds(10))
            #expect(unprotected.count == 0)
        }
    }

    @Test func `without a tenant no row is seen, and with one only its own`() async throws {
        try await EventsDatabase.shared().run { parts in
            let (mine, other) = (try await parts.makeTenant(), try await parts.makeTenant())
            for tenantID in [mine, other] {
                try await parts.accept([Samples.staged(tenantID)])
                try await SettledSample.settle(tenantID, parts)
                try await parts.accept([Samples.staged(tenantID)])
            }
            for table in Self.tables {
                let query: SQL = "SELECT tenant_id FROM events.\(identifier: table)"
                let unseen = try await parts.everyday.query(query, timeout: .seconds(10)).count
                #expect(unseen == 0, "\(table)")
                let seen = try await parts.everyday.query(query, tenants: .tenant(mine), timeout: .seconds(10)).map { row -> UUID in
                    try row[0]
                }
                #expect(Set(seen) == [mine], "\(table)")
            }
        }
    }

    @Test func `a row of another tenant cannot be written`() async throws {
        try await EventsDatabase.shared().run { parts in
            let (mine, other) = (UUID(), UUID())
            await #expect(throws: PostgresError.self) {
                try await parts.everyday.query(
                    "INSERT INTO events.destinations VALUES (\(other), 'meta', '1', 1, true)", tenants: .tenant(mine), timeout: .seconds(10)
                )
            }
        }
    }

    @Test(arguments: [
        "SELECT body FROM events.events", "SELECT reason FROM events.pending_deliveries", "SELECT event_id FROM events.dedupe_keys",
        "SELECT 1 FROM events.settled_deliveries", "SELECT 1 FROM events.destinations", "DELETE FROM events.pending_deliveries",
        "UPDATE events.delivery_lanes SET pause_reason = 'x'",
    ])
    func `a worker sees no more of all tenants than it needs`(_ sql: String) async throws {
        try await EventsDatabase.shared().run { parts in
            await #expect(throws: PostgresError.self) { try await parts.worker.query("\(unescaped: sql)", timeout: .seconds(10)) }
        }
    }

    @Test(arguments: [
        "UPDATE events.events SET body = ''", "DELETE FROM events.events", "DELETE FROM events.delivery_attempts",
        "UPDATE events.delivery_attempts SET reason = ''", "UPDATE events.settled_deliveries SET reason = ''",
        "UPDATE events.dedupe_keys SET body_digest = event_row_id",
    ])
    func `what was accepted and logged cannot be changed by the service`(_ sql: String) async throws {
        try await EventsDatabase.shared().run { parts in
            await #expect(throws: PostgresError.self) { try await parts.everyday.query("\(unescaped: sql)", timeout: .seconds(10)) }
        }
    }

    @Test func `partitions cannot be gone around`() async throws {
        try await EventsDatabase.shared().run { parts in
            let tenantID = try await parts.makeTenant()
            try await parts.accept([Samples.staged(tenantID)])
            let name = try await parts.database.scratch.sqlAsSuperuser(
                "select tableoid::regclass from events.events where tenant_id = '\(tenantID)'")
            let partition = name.trimmingCharacters(in: .whitespacesAndNewlines)
            let rows = try? await parts.everyday.query(
                "SELECT 1 FROM \(unescaped: partition)", tenants: .tenant(tenantID), timeout: .seconds(10))
            #expect(rows.map { $0.count } ?? 0 == 0)
        }
    }
}
