import Foundation
import Glibc
import Testing
import TestSupport

/// What users meet when things break. Each test has a stack of its own.
@Suite("Faults", .serialized)
struct FaultTests {
    @Test func `kill -9 in the middle of an import loses nothing and doubles nothing`() async throws {
        let stack = try await TestStack.start()
        let orders = try Orders(invoices: 400, withoutCustomer: 0, cancellations: 0).write(to: stack.directory)
        let environment = stack.environment()
        async let importing = Command(
            "\(TestStack.executables)/stratum", ["orders", "import", orders, "--shift-to", "now", "--batch", "5", "--json"],
            environment: environment
        ).run()
        try await eventually("some events have been taken") {
            try await stack.sandboxTotals()["events", default: 0]
        } is: {
            $0 > 20
        }
        stack["events"].kill()
        try stack["events"].start()
        try await stack.awaitServing("events")
        // The import itself outlives the crash, or gives up; either way it is run again.
        _ = try? await importing
        let again = try await stack.importOrders(orders)
        #expect(again.accepted + again.duplicate == 400)
        #expect(again.refused == 0)
        try await stack.awaitSettled(within: .seconds(60))

        #expect(try await stack.deliveries(status: "delivered").count == 400)
        let totals = try await stack.sandboxTotals()
        #expect(totals["counted"] == 400)
        #expect(totals["repeatedWithOtherBody", default: 0] == 0)
        #expect(Set(try await stack.sandboxEvents().map(\.id)).count == 400)
    }

    @Test func `kill -9 between the platform's answer and our record repeats the same id and body`() async throws {
        let stack = try await TestStack.start()
        try await stack.stratum(["sandbox", "fault", "timeout", "--delay-ms", "60000", "--requests", "1"])
        try await stack.stratum(["events", "send", "purchase", "--email", "user@test.com", "--value", "5", "--event-id", "once"])
        try await eventually("the platform has taken the event") {
            try await stack.sandboxTotals()["events", default: 0]
        } is: {
            $0 == 1
        }
        stack["events"].kill()
        try stack["events"].start()
        try await stack.awaitServing("events")
        try await eventually("the event is sent again and delivered", within: .seconds(60)) {
            try await stack.deliveries(status: "delivered").count
        } is: {
            $0 == 1
        }
        let totals = try await stack.sandboxTotals()
        #expect(totals["events"] == 2)
        #expect(totals["counted"] == 1)
        #expect(totals["repeated"] == 1)
        #expect(totals["repeatedWithOtherBody", default: 0] == 0)
        #expect(Set(try await stack.sandboxEvents().map(\.digest)).count == 1)
    }

    @Test func `with Integrations stopped, accepting goes on, and delivery follows when it is back`() async throws {
        let stack = try await TestStack.start()
        #expect(stack["integrations"].terminate() == 0)
        stack["events"].kill()
        try stack["events"].start()
        try await stack.awaitServing("events")
        try await stack.stratum(["events", "send", "purchase", "--email", "user@test.com", "--value", "5", "--event-id", "waiting"])
        #expect(try await stack.deliveries(status: "pending").count == 1)
        try stack["integrations"].start()
        try await stack.awaitServing("integrations")
        try await stack.awaitSettled(within: .seconds(60))
        #expect(try await stack.deliveries(status: "delivered").count == 1)
    }

    @Test func `a PostgreSQL that stops and starts again costs unavailable calls and nothing else`() async throws {
        let stack = try await TestStack.start()
        let orders = try Orders(invoices: 100, withoutCustomer: 0, cancellations: 0).write(to: stack.directory)
        #expect(try await stack.importOrders(orders).accepted == 100)
        try await stack.cluster.stop(.immediate)
        do {
            try await stack.stratum(["events", "send", "purchase", "--email", "user@test.com", "--value", "5"])
            Issue.record("an event was accepted without a database")
        } catch let failure as Command.Failure {
            #expect(failure.status == 69, "\(failure)")
            #expect(failure.output.contains("unavailable"))
        }
        try await stack.cluster.start()
        try await eventually("events are accepted again", within: .seconds(30)) {
            try await stack.stratum(["events", "send", "purchase", "--email", "user@test.com", "--value", "5", "--event-id", "after"])
        } is: {
            $0.contains("accepted") || $0.contains("duplicate")
        }
        try await stack.awaitSettled(within: .seconds(60))
        let again = try await stack.importOrders(orders)
        #expect(again.duplicate == 100)
        for service in ["identity", "integrations", "events"] { #expect(stack[service].isRunning) }
        #expect(try await stack.sandboxTotals()["counted"] == 101)
    }

    @Test func `the platform's faults delay events and lose none`() async throws {
        let stack = try await TestStack.start(overrides: [
            "STRATUM_EVENTS_DELIVERY_BACKOFF_CAP_SECONDS": "1", "STRATUM_EVENTS_META_RATE_LIMIT_PAUSE_SECONDS": "1",
        ])
        var sent = 0
        for fault in ["server-error", "rate-limited-bare", "half-answer", "reset", "reset-after-accept", "garbage"] {
            try await stack.stratum(["sandbox", "fault", fault, "--requests", "1"])
            try await stack.stratum([
                "events", "send", "purchase", "--email", "user@test.com", "--value", "5", "--event-id", "through-\(fault)",
            ])
            sent += 1
            try await eventually("\(fault) is overcome", within: .seconds(60)) {
                try await stack.deliveries(status: "delivered").count
            } is: {
                $0 == sent
            }
        }
        let totals = try await stack.sandboxTotals()
        #expect(totals["counted"] == sent)
        #expect(totals["repeatedWithOtherBody", default: 0] == 0)
    }

    @Test func `garbage, truncated and over-long bytes on the RPC port leave the process and its other callers alone`() async throws {
        let stack = try await TestStack.start()
        let port = try #require(stack.ports["events"])
        let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
        let attacks: [[UInt8]] = [
            Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8), [UInt8](repeating: 0xFF, count: 100_000), Array(preface.prefix(10)),
            preface + [0, 0, 0, 4, 0, 0, 0, 0, 0] + [UInt8](repeating: 0x41, count: 70_000),
            preface + [0xFF, 0xFF, 0xFF, 1, 4, 0, 0, 0, 1],
        ]
        for bytes in attacks {
            try RawSocket.send(bytes, to: port)
            let out = try await stack.stratum(["events", "send", "lead", "--email", "user@test.com"])
            #expect(out.contains("accepted"))
        }
        #expect(stack["events"].isRunning)
    }
}
