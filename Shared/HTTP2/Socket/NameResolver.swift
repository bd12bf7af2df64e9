import EventLoop
import Glibc

/// Resolves names off the loop: `getaddrinfo` blocks, so each look-up has a thread of its own for as long as it takes.
/// Bounded by its callers, which look up one name at a time each; numeric addresses need no thread.
enum NameResolver {
    /// Addresses kept of one answer.
    private static let maximumAddresses = 16

    /// Answers on the loop, later, with at least one address or why there is none.
    static func resolve(
        _ endpoint: Endpoint, on loop: EventLoop, _ answer: @escaping @Sendable (Result<[SocketAddress], HTTP2Error>) -> Void
    ) {
        if let numeric = SocketAddress(numeric: endpoint.host, port: endpoint.port) {
            loop.execute { answer(.success([numeric])) }
            return
        }
        let lookUp = LookUp(endpoint: endpoint) { result in loop.execute { answer(result) } }
        let context = Unmanaged.passRetained(lookUp)
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, runLookUp, context.toOpaque())
        guard code == 0 else {
            context.release()
            loop.execute { answer(.failure(.system("pthread_create", code: code))) }
            return
        }
        pthread_detach(thread)
    }

    fileprivate static func addresses(of endpoint: Endpoint) -> Result<[SocketAddress], HTTP2Error> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(endpoint.host, String(endpoint.port), &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard code == 0 else {
            return .failure(HTTP2Error(.unknownHost, "\(endpoint.host) does not resolve: \(String(cString: gai_strerror(code)))"))
        }
        var found: [SocketAddress] = []
        var next = list
        while let item = next, found.count < maximumAddresses {
            next = item.pointee.ai_next
            guard let bytes = item.pointee.ai_addr, Int(item.pointee.ai_addrlen) <= MemoryLayout<sockaddr_storage>.size else { continue }
            var storage = sockaddr_storage()
            withUnsafeMutableBytes(of: &storage) {
                $0.copyMemory(from: UnsafeRawBufferPointer(start: bytes, count: Int(item.pointee.ai_addrlen)))
            }
            if let address = SocketAddress(storage), !found.contains(address) { found.append(address) }
        }
        return found.isEmpty ? .failure(HTTP2Error(.unknownHost, "\(endpoint.host) has no address")) : .success(found)
    }
}

/// What a look-up carries to its thread.
private final class LookUp: Sendable {
    let endpoint: Endpoint
    let answer: @Sendable (Result<[SocketAddress], HTTP2Error>) -> Void

    init(endpoint: Endpoint, answer: @escaping @Sendable (Result<[SocketAddress], HTTP2Error>) -> Void) {
        self.endpoint = endpoint
        self.answer = answer
    }
}

/// The body of a look-up's thread; owns the reference it is given.
private func runLookUp(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    let lookUp = Unmanaged<LookUp>.fromOpaque(context).takeRetainedValue()
    lookUp.answer(NameResolver.addresses(of: lookUp.endpoint))
    return nil
}
