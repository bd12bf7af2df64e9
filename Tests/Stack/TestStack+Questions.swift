import Foundation
import Testing
import TestSupport

/// What an import reports in its last line.
struct ImportTotals: Equatable {
    var accepted: Int
    var duplicate: Int
    var refused: Int
    var skipped: Int
}

extension TestStack {
    /// What the tests look at in a delivery.
    struct Delivery: Equatable {
        let id: String
        let eventID: String
        let status: String
        let reason: String
    }

    func importOrders(_ path: String, _ arguments: [String] = [], shiftsToNow: Bool = true) async throws -> ImportTotals {
        let shift = shiftsToNow ? ["--shift-to", "now"] : []
        let last = try #require(try await stratumJSON(["orders", "import", path] + shift + arguments).last)
        #expect(Set(last.keys) == ["accepted", "duplicate", "refused", "skipped"])
        func count(_ key: String) -> Int { last[key] as? Int ?? -1 }
        return ImportTotals(
            accepted: count("accepted"), duplicate: count("duplicate"), refused: count("refused"), skipped: count("skipped"))
    }

    func deliveries(status: String? = nil) async throws -> [Delivery] {
        let filter = status.map { ["--status", $0] } ?? []
        return try await stratumJSON(["deliveries", "list", "--limit", "100000"] + filter).map { object in
            Delivery(
                id: object["id"] as? String ?? "", eventID: object["eventId"] as? String ?? "", status: object["status"] as? String ?? "",
                reason: object["reason"] as? String ?? "")
        }
    }

    /// Waits until no delivery is pending.
    func awaitSettled(within limit: Duration = .seconds(30)) async throws {
        try await eventually("no delivery is pending", within: limit) {
            try await deliveries(status: "pending").count
        } is: {
            $0 == 0
        }
    }

    /// The sandbox's totals; a count of 0 is left out of JSON, so it is absent here.
    func sandboxTotals() async throws -> [String: Int] {
        let object = try #require(try await stratumJSON(["sandbox", "totals"]).first)
        return object.compactMapValues { ($0 as? String).flatMap { Int($0) } }
    }

    /// The events that the sandbox's Meta took.
    func sandboxEvents() async throws -> [(id: String, body: String, digest: String)] {
        try await stratumJSON(["sandbox", "events", "--limit", "1000000"]).map { object in
            (object["eventId"] as? String ?? "", object["body"] as? String ?? "", object["bodySha256"] as? String ?? "")
        }
    }

    /// Looks for marked values in every log, in a dump of the whole database and in the sandbox's ledger.
    func expectNowhere(_ marked: [String]) async throws {
        let dump = try await Command(
            "/usr/lib/postgresql/15/bin/pg_dump",
            ["--host=\(cluster.host)", "--port=\(cluster.port)", "--username=\(cluster.superuser)", "--inserts", "stratum"],
            environment: ["PGPASSWORD": cluster.superuserPassword]
        ).run()
        #expect(dump.contains("INSERT INTO events"), "the dump must hold what is looked through")
        var places = ["the database": dump]
        for (name, process) in processes { places["the log of \(name)"] = process.log }
        places["the sandbox's ledger"] = try await sandboxEvents().map(\.body).joined(separator: "\n")
        for (place, text) in places {
            for value in marked where text.range(of: value, options: .caseInsensitive) != nil {
                Issue.record("\(value) stands in \(place)")
            }
        }
    }
}
