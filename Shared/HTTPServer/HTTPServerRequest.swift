/// One request, whole.
package struct HTTPServerRequest: Sendable {
    /// As sent, e.g. `POST`.
    package let method: String
    /// The request target as sent, not decoded, e.g. `/v25.0/1/events?a=b`.
    package let target: String
    /// In their order, as sent.
    package let headers: [(name: String, value: String)]
    /// At most as long as the configuration allows.
    package let body: [UInt8]

    package init(method: String, target: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// The target up to its query, not decoded.
    package var path: Substring { target.prefix { $0 != "?" } }

    /// What follows the question mark, not decoded; empty without one.
    package var query: Substring {
        guard let mark = target.firstIndex(of: "?") else { return "" }
        return target[target.index(after: mark)...]
    }

    /// The first header of that name, in any case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.count == name.count && $0.name.lowercased() == name.lowercased() }?.value
    }
}
