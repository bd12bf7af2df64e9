import Glibc

/// A TCP socket that listens, and where. It closes itself unless it was given away.
struct ListeningSocket: ~Copyable {
    let descriptor: Int32
    let port: UInt16

    init(address: String, port: UInt16) throws(HTTPServerError) {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICHOST | AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, String(port), &hints, &found) == 0, let info = found else {
            throw HTTPServerError(operation: "reading the address \(address)", code: 0)
        }
        defer { freeaddrinfo(info) }
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(info.pointee.ai_family, kind, 0)
        guard descriptor >= 0 else { throw HTTPServerError(operation: "socket", code: errno) }
        var one: Int32 = 1
        // A restart must not wait for the connections of the process before it.
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, info.pointee.ai_addr, info.pointee.ai_addrlen) == 0 else {
            throw Self.closing(descriptor, "bind")
        }
        guard listen(descriptor, SOMAXCONN) == 0 else { throw Self.closing(descriptor, "listen") }
        guard let bound = Self.boundPort(descriptor) else { throw Self.closing(descriptor, "getsockname") }
        self.descriptor = descriptor
        self.port = bound
    }

    deinit { Glibc.close(descriptor) }

    /// Gives the descriptor to an owner who closes it.
    consuming func release() -> Int32 {
        let descriptor = descriptor
        discard self
        return descriptor
    }

    private static func closing(_ descriptor: Int32, _ operation: String) -> HTTPServerError {
        let error = HTTPServerError(operation: operation, code: errno)
        Glibc.close(descriptor)
        return error
    }

    private static func boundPort(_ descriptor: Int32) -> UInt16? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard code == 0 else { return nil }
        return withUnsafeBytes(of: &storage) { bytes in
            // The port is at the same place in sockaddr_in and sockaddr_in6.
            UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        }
    }
}
