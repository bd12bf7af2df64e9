/// Where a server listens: a host with a port, or the directory of its Unix socket with the port in the socket's name.
package struct PostgresAddress: Sendable, Hashable, CustomStringConvertible {
    /// A name, a numeric address, or a directory, which begins with a slash.
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port`, `[IPv6]:port` or `/directory:port`; the port may be left out. Nil when it is none of these.
    package init?(_ text: String, defaultPort: Int = 5432) {
        var host = Substring(text)
        var port = defaultPort
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
            let rest = host[host.index(after: end)...]
            guard rest.isEmpty || rest.first == ":" else { return nil }
            if !rest.isEmpty {
                guard let number = Int(rest.dropFirst()) else { return nil }
                port = number
            }
            host = host[host.index(after: host.startIndex)..<end]
        } else if let colon = host.lastIndex(of: ":") {
            guard let number = Int(host[host.index(after: colon)...]) else { return nil }
            port = number
            host = host[..<colon]
            guard !host.contains(":") else { return nil }
        }
        guard !host.isEmpty, (1...65_535).contains(port) else { return nil }
        self.init(host: String(host), port: port)
    }

    var isUnixSocket: Bool { host.hasPrefix("/") }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
