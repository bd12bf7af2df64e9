import Glibc

/// A client's TCP connection to loopback that sends and reads bytes as they are.
struct RawConnection: ~Copyable {
    private let descriptor: Int32

    init(port: UInt16, patience: Int = 5) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw RawConnectionError(code: errno) }
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
        var bytes = Array(text.utf8)
        _ = Glibc.send(descriptor, &bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// What comes until `end` is seen or the peer has closed; throws when it resets or stays silent.
    func read(until end: String? = nil) throws -> String {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else { throw RawConnectionError(code: errno) }
            received += buffer[..<count]
            let text = String(decoding: received, as: UTF8.self)
            if count == 0 || end.map({ text.contains($0) }) == true { return text }
        }
    }
}

struct RawConnectionError: Error, Equatable {
    let code: Int32
}
