import Glibc

/// Opens sockets that listen. Several may share one port (SO_REUSEPORT), and the kernel spreads connections over them.
package enum ListeningSocket {
    /// Connections that the kernel keeps until they are taken.
    private static let backlog: Int32 = 1024

    /// Opens `count` sockets on one port; port 0 takes a free one. Throws `takenPort` when somebody else listens there:
    /// SO_REUSEPORT alone would not notice, so one plain bind proves first that the port is free. The caller owns the descriptors.
    package static func open(_ endpoint: Endpoint, count: Int) throws(HTTP2Error) -> [Int32] {
        guard let wanted = SocketAddress(numeric: endpoint.host, port: endpoint.port) else {
            throw HTTP2Error(.badAddress, "\(endpoint): the host of a listen address must be a numeric address")
        }
        let probe = try bound(to: wanted, isShared: false)
        let found = address(of: probe)
        close(probe)
        guard let found else { throw .system("getsockname") }
        var descriptors: [Int32] = []
        do throws(HTTP2Error) {
            for _ in 0..<count {
                let descriptor = try bound(to: found, isShared: true)
                descriptors.append(descriptor)
                guard listen(descriptor, backlog) == 0 else { throw .system("listen \(found)") }
            }
        } catch {
            for descriptor in descriptors { close(descriptor) }
            throw error
        }
        return descriptors
    }

    /// Where a descriptor is bound; nil when it is not.
    package static func address(of descriptor: Int32) -> SocketAddress? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutableBytes(of: &storage) { bytes in
            guard let base = bytes.baseAddress else { return Int32(-1) }
            return getsockname(descriptor, base.assumingMemoryBound(to: sockaddr.self), &length)
        }
        return code == 0 ? SocketAddress(storage) : nil
    }

    private static func bound(to wanted: SocketAddress, isShared: Bool) throws(HTTP2Error) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(wanted.family, kind, 0)
        guard descriptor >= 0 else { throw .system("socket") }
        // Connections of a previous process that linger in TIME_WAIT do not count as listening.
        enable(descriptor, SO_REUSEADDR)
        if isShared { enable(descriptor, SO_REUSEPORT) }
        guard wanted.withSystemAddress({ bind(descriptor, $0, $1) }) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EADDRINUSE else { throw .system("bind \(wanted)", code: code) }
            throw HTTP2Error(.takenPort, "\(wanted) is taken: another process listens there")
        }
        return descriptor
    }

    private static func enable(_ descriptor: Int32, _ option: Int32) {
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, option, &one, socklen_t(MemoryLayout<Int32>.size))
    }
}
