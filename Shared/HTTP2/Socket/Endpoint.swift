/// `host:port` as written in a setting: the host is a name or an address, an IPv6 address stands in brackets.
package struct Endpoint: Sendable, Hashable, CustomStringConvertible {
    /// Without brackets.
    package let host: String
    package let port: UInt16

    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Throws `badAddress` when the text is not `host:port`.
    package init(_ text: String) throws(HTTP2Error) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw HTTP2Error(.badAddress, "\(text) is not host:port")
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw HTTP2Error(.badAddress, "\(text): an IPv6 address needs brackets, as in [::1]:7401")
        }
        guard !host.isEmpty else { throw HTTP2Error(.badAddress, "\(text) names no host") }
        self.host = String(host)
        self.port = port
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
