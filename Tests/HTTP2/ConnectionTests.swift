import EventLoop
import Testing

@testable import HTTP2

@Suite("Connections, frame by frame", .timeLimit(.minutes(1)))
struct ConnectionTests {
    @Test func `a request is answered`() async throws {
        try await Site.run { site in
            let peer = try RawPeer(port: site.port)
            peer.greet()
            try #expect(answer(peer, id: 1, body: [1, 2, 3]) == [1, 2, 3])
        }
    }

    @Test func `settings tell the limits`() async throws {
        try await Site.run({ $0.maximumConcurrentStreams = 77 }) { site in
            let peer = try RawPeer(port: site.port)
            peer.greet()
            let settings = try #require(peer.next { $0.isA(.settings) && $0.flags == 0 })
            let pairs = stride(from: 0, to: settings.payload.count, by: 6).map { offset in
                (settings.payload[offset + 1], settings.number(at: offset + 2))
            }
            let values = Dictionary(uniqueKeysWithValues: pairs)
            #expect(values[3] == 77)
            #expect(values[6] == 16 << 10)
            #expect(values[9] == 1)
        }
    }

    // MARK: Bad input. Each ends its own connection or stream, and no other.

    @Test(arguments: [
        Array("GET / HTTP/1.1\r\n\r\n".utf8), [UInt8](repeating: 0, count: 100), Array(RawPeer.preface.dropLast()) + [0],
        RawPeer.preface + RawFrame(.headers, flags: 5, id: 1, RawFrame.block(RawPeer.request)).bytes,
        RawPeer.preface + RawFrame(.settings).bytes + [UInt8](repeating: 0xff, count: 1000),
        RawPeer.preface + RawFrame(.settings).bytes + [0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1] + [UInt8](repeating: 0, count: 1000),
        RawPeer.preface + RawFrame(.settings).bytes + RawFrame(.data, flags: 1, id: 1, [1]).bytes,
        RawPeer.preface + RawFrame(.settings).bytes + RawFrame(.headers, flags: 5, id: 2, RawFrame.block(RawPeer.request)).bytes,
        RawPeer.preface + RawFrame(.settings).bytes + RawFrame(.headers, flags: 5, id: 1, [0x80]).bytes,
        RawPeer.preface + RawFrame(.settings).bytes + RawFrame(.windowUpdate, id: 0, [0, 0, 0, 0]).bytes,
    ])
    func `what is not HTTP/2 ends the connection, and the others go on`(bytes: [UInt8]) async throws {
        try await Site.run { site in
            let good = try RawPeer(port: site.port)
            good.greet()
            let bad = try RawPeer(port: site.port)
            bad.send(bytes)
            #expect(bad.goAways().allSatisfy { $0 != 0 })
            try await site.wait(for: "the bad connection's end") { site.closed.count == 1 }
            #expect(site.closed.first != .peer)
            try #expect(answer(good, id: 1, body: [7]) == [7])
        }
    }

    @Test func `a connection cut anywhere leaves the server as it was`() async throws {
        let whole = RawPeer.preface + RawFrame(.settings).bytes + RawFrame(.headers, flags: 4, id: 1, RawFrame.block(RawPeer.request)).bytes
        try await Site.run { site in
            for cut in stride(from: 0, to: whole.count, by: 3) {
                let peer = try RawPeer(port: site.port)
                peer.send(Array(whole[..<cut]))
            }
            let good = try RawPeer(port: site.port)
            good.greet()
            try #expect(answer(good, id: 1, body: [7]) == [7])
            try await site.wait(for: "all ends") { site.closed.count == (whole.count + 2) / 3 }
        }
    }

    @Test(arguments: [
        [(":method", "POST"), (":scheme", "http"), (":authority", "test")],
        [(":method", "POST"), (":scheme", "http"), (":path", "/"), (":authority", "test"), ("Upper", "x")],
        [(":method", "POST"), (":scheme", "http"), (":path", "/"), (":authority", "test"), ("connection", "close")],
        [(":method", "POST"), (":scheme", "http"), (":path", "/"), (":authority", "test"), ("te", "gzip")],
        [("x", "y"), (":method", "POST"), (":scheme", "http"), (":path", "/"), (":authority", "test")],
    ])
    func `a refused header block resets its stream, which was never made known`(fields: [(String, String)]) async throws {
        try await Site.run { site in
            let peer = try RawPeer(port: site.port)
            peer.greet()
            peer.open(1, fields)
            let reset = peer.next { $0.isA(.rstStream) }
            #expect(reset?.number(at: 0) == HTTP2ErrorCode.protocolError.rawValue)
            #expect(site.opened == 0)
            try #expect(answer(peer, id: 3, body: [7]) == [7])
        }
    }

    @Test func `trailers that come while nothing was left to send still leave`() async throws {
        try await Site.run { site in
            let peer = try RawPeer(port: site.port)
            peer.greet()
            peer.open(1, [(":method", "POST"), (":scheme", "http"), (":path", "/late"), (":authority", "test")])
            let head = peer.next { $0.isA(.headers) }
            #expect(head?.flags == 4)
            try await site.wait(for: "the stream") { await site.lateCount() == 1 }
            await site.endLate()
            let trailers = peer.next { $0.isA(.headers) }
            #expect(trailers?.flags == 5)
        }
    }

    @Test func `more streams than any table of past ones may be open at once`() async throws {
        try await Site.run({ $0.maximumConcurrentStreams = 1000 }) { site in
            let peer = try RawPeer(port: site.port)
            peer.greet()
            _ = peer.next { $0.isA(.settings) && $0.flags == 1 }
            for number in 0..<1000 as Range<UInt32> { peer.open(2 * number + 1, isEnd: false) }
            try await site.wait(for: "all requests") { site.opened == 1000 }
            for number in 0..<1000 as Range<UInt32> { peer.send(RawFrame(.data, flags: 1, id: 2 * number + 1, [1])) }
            var ended = Set<UInt32>()
            while ended.count < 1000, let frame = peer.next() {
                if frame.isA(.data), frame.flags & 1 == 1 { ended.insert(frame.id) }
            }
            #expect(ended.count == 1000)
        }
    }

    private func answer(_ peer: RawPeer, id: UInt32, body: [UInt8]) throws -> [UInt8] {
        peer.open(id, isEnd: false)
        peer.send(RawFrame(.data, flags: 1, id: id, body))
        var received: [UInt8] = []
        while let frame = peer.next() {
            guard frame.id == id, frame.isA(.data) else { continue }
            received += frame.payload
            if frame.flags & 1 == 1 { return received }
        }
        return []
    }
}
