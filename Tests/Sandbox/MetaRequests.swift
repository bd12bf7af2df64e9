import HTTPServer

@testable import Sandbox

/// 2026-08-01T00:00:00Z in seconds.
let testNow: Int64 = 1_785_542_400

let hash = String(repeating: "0123456789abcdef", count: 4)

/// Requests to the sandbox's Meta.
enum MetaRequests {
    static let path = "/v25.0/\(MetaPixel.demo.id)/events"
    static let token = "EAABsandboxDemoToken"

    /// A good purchase; `changes` are members that replace or add to its own, `nil` takes one away.
    static func event(_ changes: [String: String?] = [:]) -> String {
        var members: [String: String] = [
            "event_name": "\"Purchase\"", "event_time": "\(testNow - 60)", "event_id": "\"order-1\"", "action_source": "\"other\"",
            "user_data": "{\"em\":[\"\(hash)\"]}", "custom_data": "{\"value\":9.99,\"currency\":\"GBP\"}",
        ]
        for (key, value) in changes { members[key] = value }
        return "{" + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    static func post(_ events: [String], path: String = path, token: String? = token, more: String = "") -> HTTPServerRequest {
        json("{\"data\":[\(events.joined(separator: ","))]\(token.map { ",\"access_token\":\"\($0)\"" } ?? "")\(more)}", path: path)
    }

    static func json(_ body: String, path: String = path) -> HTTPServerRequest {
        HTTPServerRequest(method: "POST", target: path, headers: [("Content-Type", "application/json")], body: Array(body.utf8))
    }

    static func get(_ target: String, headers: [(name: String, value: String)] = []) -> HTTPServerRequest {
        HTTPServerRequest(method: "GET", target: target, headers: headers)
    }
}

extension MetaVerdict {
    var refusal: MetaRefusal? {
        guard case .refusal(let refusal) = self else { return nil }
        return refusal
    }

    var events: [IncomingEvent]? {
        guard case .events(let events, _) = self else { return nil }
        return events
    }

    var answer: String? {
        guard case .answer(let body) = self else { return nil }
        return String(decoding: body, as: UTF8.self)
    }
}
