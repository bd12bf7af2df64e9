import Foundation
import Testing
import TestSupport

/// The story of the README, on the real executables: a day of orders becomes conversion events at Meta, with a log to prove it.
@Suite("A real order becomes a conversion event at Meta", .serialized)
struct OrderStoryTests {
    @Test func `orders are accepted once, delivered once, and shown stage by stage`() async throws {
        let stack = try await TestStack.start()
        let orders = try Orders(invoices: 60, withoutCustomer: 10, cancellations: 5).write(to: stack.directory)

        let first = try await stack.importOrders(orders)
        #expect(first == ImportTotals(accepted: 75, duplicate: 0, refused: 0, skipped: 2))

        try await stack.awaitSettled()
        let deliveries = try await stack.deliveries()
        #expect(deliveries.count == 75)
        #expect(deliveries.filter { $0.status == "DELIVERY_STATUS_DELIVERED" }.count == 65)
        let rejected = deliveries.filter { $0.status == "DELIVERY_STATUS_REJECTED" }
        #expect(rejected.count == 10)
        #expect(rejected.allSatisfy { $0.reason.contains("too little customer information") })

        let totals = try await stack.sandboxTotals()
        #expect(totals["counted"] == 65)
        #expect(totals["repeated", default: 0] == 0)

        let second = try await stack.importOrders(orders)
        #expect(second == ImportTotals(accepted: 0, duplicate: 75, refused: 0, skipped: 2))
        #expect(try await stack.sandboxTotals()["events"] == 65)

        try await expectWholeStory(of: deliveries, in: stack)
    }

    /// A delivered event shows every stage in the product's order, the masked request and the platform's answer.
    private func expectWholeStory(of deliveries: [TestStack.Delivery], in stack: TestStack) async throws {
        let delivered = try #require(deliveries.first { $0.status == "DELIVERY_STATUS_DELIVERED" })
        let shown = try #require(try await stack.stratumJSON(["deliveries", "show", delivered.id]).first)
        let stages = try #require(shown["stages"] as? [[String: Any]]).compactMap { $0["stage"] as? String }
        #expect(
            stages == ["DEDUPE", "HASH", "MAP", "RATE_LIMIT", "BREAKER", "SEND", "LOG"].map { "DELIVERY_STAGE_\($0)" })
        let attempts = try #require(shown["attempts"] as? [[String: Any]])
        #expect(attempts.count == 1)
        #expect((attempts.first?["maskedRequest"] as? String)?.contains("external_id") == true)
        #expect((attempts.first?["response"] as? String)?.contains("events_received") == true)
    }

    @Test func `a customer book makes orders deliverable, and no plain address or number is kept anywhere`() async throws {
        let stack = try await TestStack.start()
        let orders = try Orders(invoices: 20, withoutCustomer: 0, cancellations: 2).write(to: stack.directory)
        let book = "\(stack.directory)/customers.csv"
        try await stack.stratum(["customers", "synthesize", orders, "--output", book])
        let totals = try await stack.importOrders(orders, ["--customers", book])
        #expect(totals.accepted == 22)
        try await stack.awaitSettled()
        #expect(try await stack.deliveries(status: "delivered").count == 22)

        let people = try String(contentsOfFile: book, encoding: .utf8).split(separator: "\n").dropFirst()
        let marked = people.flatMap { line in line.split(separator: ",")[1...2].map { String($0) } }
        #expect(marked.count == 40)
        try await stack.expectNowhere(marked + marked.map { $0.filter { $0 != "+" } })
    }

    @Test func `one event by hand is delivered within a second`() async throws {
        let stack = try await TestStack.start()
        let result = try #require(
            try await stack.stratumJSON(["events", "send", "purchase", "--email", "user@test.com", "--value", "99.99"]).first)
        let accepted = ContinuousClock.now
        let id = try #require(result["eventId"] as? String)
        #expect(result["outcome"] as? String == "INGEST_OUTCOME_ACCEPTED")
        try await eventually("the event is delivered") {
            try await stack.stratumJSON(["deliveries", "list", "--event-id", id]).first?["status"] as? String
        } is: {
            $0 == "DELIVERY_STATUS_DELIVERED"
        }
        // The command line's own start is in it, and a test machine may be busy with other tests.
        #expect(ContinuousClock.now - accepted < .seconds(2))
        let taken = try #require(try await stack.stratumJSON(["sandbox", "events", "--event-id", id]).first)
        let body = try #require(taken["body"] as? String)
        #expect(body.contains("\"currency\""))
        #expect(body.contains("99.99"))
    }

    @Test func `events of 2010 are refused by their age, and their ids can be used again`() async throws {
        let stack = try await TestStack.start()
        let orders = try Orders(invoices: 3, withoutCustomer: 0, cancellations: 0).write(to: stack.directory)
        let old = try await stack.importOrders(orders, shiftsToNow: false)
        #expect(old == ImportTotals(accepted: 0, duplicate: 0, refused: 3, skipped: 2))
        let shifted = try await stack.importOrders(orders)
        #expect(shifted == ImportTotals(accepted: 3, duplicate: 0, refused: 0, skipped: 2))
    }

    @Test func `the same key with another value is refused, and the first body is what was sent`() async throws {
        let stack = try await TestStack.start()
        try await stack.stratum(["events", "send", "purchase", "--email", "user@test.com", "--value", "10", "--event-id", "order-1"])
        let again = try await stack.stratum([
            "events", "send", "purchase", "--email", "user@test.com", "--value", "10", "--event-id", "order-1",
        ])
        #expect(again.contains("duplicate"))
        do {
            try await stack.stratum(["events", "send", "purchase", "--email", "user@test.com", "--value", "11", "--event-id", "order-1"])
            Issue.record("another value was not refused")
        } catch let failure as Command.Failure {
            #expect(failure.status == 1)
            #expect(failure.output.contains("EVENT_CONFLICT"))
        }
        try await stack.awaitSettled()
        let taken = try await stack.stratumJSON(["sandbox", "events", "--event-id", "order-1"])
        #expect(taken.count == 1)
        #expect((taken.first?["body"] as? String)?.contains("\"value\":10") == true)
    }
}
