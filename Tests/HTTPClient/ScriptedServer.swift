import Glibc
import Synchronization

/// A TCP server on loopback that answers each connection's first bytes with the same bytes and closes.
final class ScriptedServer: Sendable {
    let port: UInt16
    private let descriptor: Int32
    private let thread: pthread_t

    private final class Script: Sendable {
        let descriptor: Int32
        let answer: [UInt8]

        init(_ descriptor: Int32, _ answer: [UInt8]) {
            self.descriptor = descriptor
            self.answer = answer
        }

        func run() {
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                var buffer = [UInt8](repeating: 0, count: 4096)
                _ = recv(connection, &buffer, buffer.count, 0)
                _ = send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
                close(connection)
            }
        }
    }

    init(answering answer: String) {
        let (descriptor, port) = Self.listener()
        self.descriptor = descriptor
        self.port = port
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                Unmanaged<Script>.fromOpaque(context!).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(Script(descriptor, Array(answer.utf8))).toOpaque())
        self.thread = thread
    }

    func stop() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        pthread_join(thread, nil)
        close(descriptor)
    }

    /// A port on which nobody listens.
    static func freePort() -> UInt16 {
        let (descriptor, port) = listener()
        close(descriptor)
        return port
    }

    private static func listener() -> (Int32, UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                precondition(bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0)
                getsockname(descriptor, $0, &length)
            }
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }
}
