import EventLoop
import Glibc

/// Turns a host name into numeric addresses, off the loop: libpq would resolve it on the loop and hold it.
enum NameResolver {
    /// The addresses of a host, in the resolver's order; those of a numeric address at once. Throws `notConnected`.
    static func addresses(of host: String, on loop: EventLoop, timeout: Duration) async throws -> [String] {
        if isNumeric(host) { return [host] }
        let answer = OneShot<[String]>(loop: loop)
        return try await answer.wait(
            timeout: timeout, timeoutError: PostgresError(.notConnected, "the database's host name was not resolved in time")
        ) {
            let hasStarted = HelperThread.run {
                let result = resolve(host)
                loop.execute { answer.finish(result) }
            }
            if !hasStarted { answer.finish(.failure(PostgresError(.notConnected, "the database's host name cannot be resolved here"))) }
        }
    }

    static func isNumeric(_ host: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1
    }

    private static func resolve(_ host: String) -> Result<[String], any Error> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0, let list else {
            let reason = String(cString: gai_strerror(code))
            return .failure(PostgresError(.notConnected, "the database's host name does not resolve", detail: reason))
        }
        defer { freeaddrinfo(list) }
        var addresses: [String] = []
        for entry in sequence(first: list, next: { $0.pointee.ai_next }) {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let (address, length) = (entry.pointee.ai_addr, entry.pointee.ai_addrlen)
            guard getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else { continue }
            addresses.append(String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
        return .success(addresses)
    }
}
