import Glibc
import HTTP2

/// A frame as on the wire (RFC 9113 §4.1).
struct RawFrame: Sendable, Equatable {
    enum Kind: UInt8 {
        case data = 0
        case headers = 1
        case priority = 2
        case rstStream = 3
        case settings = 4
        case ping = 6
        case goAway = 7
        case windowUpdate = 8
        case continuation = 9
    }

    var kind: UInt8
    var flags: UInt8 = 0
    var id: UInt32 = 0
    var payload: [UInt8] = []

    init(_ kind: Kind, flags: UInt8 = 0, id: UInt32 = 0, _ payload: [UInt8] = []) {
        self.kind = kind.rawValue
        self.flags = flags
        self.id = id
        self.payload = payload
    }

    func isA(_ kind: Kind) -> Bool { self.kind == kind.rawValue }

    /// The 32-bit number at an offset of the payload.
    func number(at offset: Int) -> UInt32 { payload[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } }

    var bytes: [UInt8] {
        let length = UInt32(payload.count)
        return RawFrame.bytes(length).dropFirst() + [kind, flags] + RawFrame.bytes(id) + payload
    }

    static func bytes(_ number: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }

    /// A header block without compression (RFC 7541 §6.2.2).
    static func block(_ fields: [(String, String)]) -> [UInt8] {
        fields.flatMap { name, value in [0] + text(name) + text(value) }
    }

    private static func text(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.count >= 127 else { return [UInt8(bytes.count)] + bytes }
        var length = bytes.count - 127
        var head: [UInt8] = [127]
        while length > 127 {
            head.append(UInt8(length & 127 | 128))
            length >>= 7
        }
        return head + [UInt8(length)] + bytes
    }
}

/// A peer that says exactly what it is told to, on a blocking socket; reading gives up after ten seconds.
final class RawPeer {
    private let descriptor: Int32
    private var unread: [UInt8] = []
    /// Whether it answers SETTINGS by itself.
    var acknowledges = true

    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
    static let request = [(":method", "POST"), (":scheme", "http"), (":path", "/echo"), (":authority", "test")]

    /// Connects. `receiveBuffer` makes the kernel's buffer small, for a peer that does not read.
    init(port: UInt16, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        if var receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size)) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard code == 0 else { throw HTTP2Error(.system(errno), "connect") }
    }

    deinit { close(descriptor) }

    /// Preface and SETTINGS.
    func greet(settings: [UInt8] = []) { send(Self.preface + RawFrame(.settings, settings).bytes) }

    func send(_ frames: RawFrame...) { send(frames.flatMap(\.bytes)) }

    /// False when the other end is gone.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Opens a stream with a request that is complete unless `isEnd` is false.
    func open(_ id: UInt32, _ fields: [(String, String)] = RawPeer.request, isEnd: Bool = true) {
        send(RawFrame(.headers, flags: isEnd ? 5 : 4, id: id, RawFrame.block(fields)))
    }

    /// The next frame; nil when the connection has ended.
    func next() -> RawFrame? {
        guard fill(9) else { return nil }
        let length = Int(unread[0]) << 16 | Int(unread[1]) << 8 | Int(unread[2])
        guard fill(9 + length) else { return nil }
        var frame = RawFrame(.data, flags: unread[4], id: unread[5..<9].reduce(0) { $0 << 8 | UInt32($1) }, Array(unread[9..<9 + length]))
        frame.kind = unread[3]
        unread.removeFirst(9 + length)
        if acknowledges, frame.isA(.settings), frame.flags & 1 == 0 { send(RawFrame(.settings, flags: 1)) }
        return frame
    }

    /// The first frame that fits; nil when the connection ends before.
    func next(where fits: (RawFrame) -> Bool) -> RawFrame? {
        while let frame = next() {
            if fits(frame) { return frame }
        }
        return nil
    }

    /// Reads to the end of the connection and returns the codes of the GOAWAYs met.
    func goAways() -> [UInt32] {
        var codes: [UInt32] = []
        while let frame = next() {
            if frame.isA(.goAway) { codes.append(frame.number(at: 4)) }
        }
        return codes
    }

    private func fill(_ count: Int) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while unread.count < count {
            let received = recv(descriptor, &buffer, buffer.count, 0)
            guard received > 0 else { return false }
            unread += buffer[..<received]
        }
        return true
    }
}
