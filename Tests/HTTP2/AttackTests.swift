import Testing

@testable import HTTP2

@Suite("Attacks and limits", .timeLimit(.minutes(1)))
struct AttackTests {
    @Test func `streams above the limit are refused`() async throws {
        try await Site.run({ $0.maximumConcurrentStreams = 3 }) { site in
            let peer = try RawPeer(port: site.port)
            peer.greet()
            for id in [1, 3, 5, 7] as [UInt32] { peer.open(id, isEnd: false) }
            let refusal = peer.next { $0.isA(.rstStream) || $0.isA(.goAway) }
            if refusal?.isA(.rstStream) == true { #expect(refusal?.number(at: 0) == HTTP2ErrorCode.refusedStream.rawValue) }
            #expect(refusal != nil)
            #expect(site.opened == 3)
        }
    }

    @Test func `a header list over the limit is marked, and one far over it ends the connection`() async throws {
        try await Site.run({ $0.maximumHeaderListBytes = 1000 }) { site in
            let peer = try RawPeer(port: site.port)
            peer.greet()
            peer.open(1, RawPeer.request + [("x", String(repeating: "a", count: 2000))])
            try await site.wait(for: "the request") { site.overLimit == 1 }
            peer.open(3, RawPeer.request + [("x", String(repeating: "a", count: 16_100))])
            #expect(peer.goAways() == [HTTP2ErrorCode.enhanceYourCalm.rawValue])
            #expect(site.opened == 1)
        }
    }

    @Test func `references to one long entry cost no memory and end the connection`() async throws {
        try await Site.run { site in
            let peer = try RawPeer(port: site.port)
            peer.greet()
            // An entry of 4000 bytes for the dynamic table, and references to it of a byte each.
            var block: [UInt8] = [0x40, 1, UInt8(ascii: "x"), 0x7f] + [0xa1, 0x1e] + [UInt8](repeating: 65, count: 4000)
            block = RawFrame.block(RawPeer.request) + block + [UInt8](repeating: 0xbe, count: 10_000)
            peer.send(RawFrame(.headers, flags: 5, id: 1, block))
            #expect(peer.goAways() == [HTTP2ErrorCode.enhanceYourCalm.rawValue])
            #expect(site.opened == 0)
        }
    }

    @Test func `endless CONTINUATION ends the connection`() async throws {
        try await Site.run { site in
            let peer = try RawPeer(port: site.port)
            peer.greet()
            peer.send(RawFrame(.headers, id: 1, RawFrame.block(RawPeer.request)))
            for _ in 0..<100 { peer.send(RawFrame(.continuation, id: 1, RawFrame.block([("x", "y")]))) }
            #expect(peer.goAways() == [HTTP2ErrorCode.enhanceYourCalm.rawValue])
        }
    }

    @Test func `rapid resets are bounded`() async throws {
        try await Site.run({ $0.peerResets = HTTP2RateLimit(burst: 100, perSecond: 10) }) { site in
            let peer = try RawPeer(port: site.port)
            peer.greet()
            var bytes: [UInt8] = []
            for number in 0..<20_000 as Range<UInt32> {
                let id = 2 * number + 1
                bytes += RawFrame(.headers, flags: 5, id: id, RawFrame.block(RawPeer.request)).bytes
                bytes += RawFrame(.rstStream, id: id, RawFrame.bytes(8)).bytes
            }
            peer.send(bytes)
            #expect(peer.goAways().contains { $0 != 0 })
            // What one wake reads is taken before the GOAWAY leaves.
            #expect(site.opened < 100 + (4 * LoopBuffers.readBytes) / 60)
        }
    }

    @Test func `resets that a peer makes us send are bounded`() async throws {
        try await Site.run({ $0.ownResets = HTTP2RateLimit(burst: 20, perSecond: 1) }) { site in
            let peer = try RawPeer(port: site.port)
            peer.greet()
            for number in 0..<200 as Range<UInt32> {
                peer.open(2 * number + 1, isEnd: false)
                // A window of more than 2^31 - 1 is an error of the stream (RFC 9113 §6.9.1).
                peer.send(RawFrame(.windowUpdate, id: 2 * number + 1, [0x7f, 0xff, 0xff, 0xff]))
            }
            #expect(peer.goAways() == [HTTP2ErrorCode.enhanceYourCalm.rawValue])
            try await site.wait(for: "the end") { site.closed.count == 1 }
            #expect(site.closed == [.flooded("too many broken streams")])
        }
    }

    @Test(arguments: [
        RawFrame(.ping, [UInt8](repeating: 0, count: 8)), RawFrame(.settings), RawFrame(.data, id: 1),
    ])
    func `frames that do no work are bounded`(frame: RawFrame) async throws {
        try await Site.run({ $0.idleFrames = HTTP2RateLimit(burst: 100, perSecond: 1) }) { site in
            let peer = try RawPeer(port: site.port)
            peer.greet()
            peer.open(1, isEnd: false)
            peer.send((0..<500).flatMap { _ in frame.bytes })
            #expect(peer.goAways() == [HTTP2ErrorCode.enhanceYourCalm.rawValue])
        }
    }

    @Test func `a peer with a closed window has nothing queued for it`() async throws {
        try await Site.run { site in
            let peer = try RawPeer(port: site.port)
            peer.greet(settings: [0, 4, 0, 0, 0, 0])
            for number in 0..<50 as Range<UInt32> {
                peer.open(2 * number + 1, [(":method", "POST"), (":scheme", "http"), (":path", "/endless"), (":authority", "test")])
            }
            try await site.wait(for: "all requests") { site.opened == 50 }
            peer.send(RawFrame(.ping, [UInt8](repeating: 0, count: 8)))
            _ = peer.next { $0.isA(.ping) }
            #expect(site.written <= 50 * (HTTP2Stream.highWaterBytes + 10_000))
        }
    }

    @Test func `a peer that does not read is cut after the write timeout`() async throws {
        try await Site.run({ $0.writeTimeout = .milliseconds(100) }) { site in
            let peer = try RawPeer(port: site.port, receiveBuffer: 4096)
            // Windows as large as they get: only the socket holds the bytes back.
            peer.greet(settings: [0, 4, 0x7f, 0xff, 0xff, 0xff])
            peer.send(RawFrame(.windowUpdate, [0x7f, 0, 0, 0]))
            peer.open(1, [(":method", "POST"), (":scheme", "http"), (":path", "/endless"), (":authority", "test")])
            try await site.wait(for: "the end") { site.closed == [.timedOut(.write)] }
            #expect(site.written < 16 << 20)
        }
    }

    @Test func `a peer that says nothing is let go`() async throws {
        try await Site.run({ $0.handshakeTimeout = .milliseconds(50) }) { site in
            let peer = try RawPeer(port: site.port)
            peer.acknowledges = false
            #expect(peer.goAways() == [HTTP2ErrorCode.settingsTimeout.rawValue])
            try await site.wait(for: "the end") { site.closed == [.timedOut(.handshake)] }
        }
    }

    @Test func `a header block that does not end is let go`() async throws {
        try await Site.run({ $0.headerTimeout = .milliseconds(50) }) { site in
            let peer = try RawPeer(port: site.port)
            peer.acknowledges = false
            peer.greet()
            peer.send(RawFrame(.headers, id: 1, RawFrame.block(RawPeer.request)))
            #expect(peer.goAways() == [HTTP2ErrorCode.enhanceYourCalm.rawValue])
            try await site.wait(for: "the end") { site.closed == [.timedOut(.header)] }
        }
    }

    @Test func `an idle connection is drained, one in use is not`() async throws {
        try await Site.run({ $0.idleTimeout = .milliseconds(50) }) { site in
            let idle = try RawPeer(port: site.port)
            idle.greet()
            let used = try RawPeer(port: site.port)
            used.greet()
            used.open(1, [(":method", "POST"), (":scheme", "http"), (":path", "/late"), (":authority", "test")])
            #expect(idle.next { $0.isA(.goAway) }?.number(at: 4) == 0)
            await site.endLate()
            #expect(used.next { $0.isA(.headers) && $0.flags == 5 } != nil)
        }
    }

    @Test func `connections above the cap are closed at once`() async throws {
        try await Site.run({ $0.maximumConnections = 2 }) { site in
            let first = try RawPeer(port: site.port)
            let second = try RawPeer(port: site.port)
            for peer in [first, second] {
                peer.greet()
                #expect(peer.next() != nil)
            }
            let third = try RawPeer(port: site.port)
            #expect(third.next() == nil)
        }
    }

    @Test func `a drain sends two GOAWAYs and waits for the streams between them`() async throws {
        try await Site.run { site in
            let peer = try RawPeer(port: site.port)
            peer.greet()
            let late = [(":method", "POST"), (":scheme", "http"), (":path", "/late"), (":authority", "test")]
            peer.open(1, late)
            try await site.wait(for: "the first") { await site.lateCount() == 1 }
            site.drain()
            let notice = try #require(peer.next { $0.isA(.goAway) })
            #expect(notice.number(at: 0) == 0x7fff_ffff)
            #expect(notice.number(at: 4) == 0)
            let ping = try #require(peer.next { $0.isA(.ping) })
            // Sent before the notice was seen: it still counts.
            peer.open(3, late)
            peer.send(RawFrame(.ping, flags: 1, ping.payload))
            let last = try #require(peer.next { $0.isA(.goAway) })
            #expect(last.number(at: 0) == 3)
            await site.endLate()
            var ended = 0
            while ended < 2, let frame = peer.next() {
                if frame.isA(.headers), frame.flags == 5 { ended += 1 }
            }
            #expect(ended == 2)
            try await site.wait(for: "the end") { site.isDrained }
            #expect(site.closed == [.local])
        }
    }
}
