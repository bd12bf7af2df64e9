import EventLoop
import HTTP2
import Messages
import Synchronization
import Testing

@testable import RPC

@Suite("Calls over loopback", .timeLimit(.minutes(1)))
struct CallTests {
    typealias Text = ProbeService.Text

    @Test func `a unary call returns the handler's reply`() async throws {
        try await Stage.run { stage in
            let reply = try await stage.client.unary(ProbeService.echo, Text(value: "Grüße"))
            #expect(reply.value == "Grüße")
        }
    }

    @Test(arguments: [0, 1, 5, 16_384, 65_536, 1 << 20, (4 << 20) - 16])
    func `messages of any size up to the limit come back whole`(size: Int) async throws {
        try await Stage.run { stage in
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let reply = try await stage.client.unary(ProbeService.echoBytes, ProbeService.Bytes(value: bytes))
            #expect(reply.value == bytes)
        }
    }

    @Test func `a thousand concurrent calls each get their own reply`() async throws {
        try await Stage.run { stage in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<1000 {
                    group.addTask { try await stage.client.unary(ProbeService.echo, Text(value: "\(number)")).value == "\(number)" }
                }
                for try await isSame in group { #expect(isSame) }
            }
        }
    }

    @Test func `a server stream gives every reply in order and then ends`() async throws {
        try await Stage.run { stage in
            let replies = try await stage.client.serverStreaming(ProbeService.count, Text(value: "5000"))
            var next = 0
            for try await reply in replies {
                #expect(reply.value == "\(next)")
                next += 1
            }
            #expect(next == 5000)
        }
    }

    @Test func `a client stream is joined into one reply`() async throws {
        try await Stage.run { stage in
            let call = try await stage.client.clientStreaming(ProbeService.join)
            for word in ["a", "b", "c"] { try await call.requests.write(Text(value: word)) }
            call.requests.finish()
            let reply = try await call.response()
            #expect(reply.value == "a,b,c")
        }
    }

    @Test func `a bidirectional call answers each request before the next is sent`() async throws {
        try await Stage.run { stage in
            let call = try await stage.client.bidirectionalStreaming(ProbeService.chat)
            for word in ["a", "b", "c"] {
                try await call.requests.write(Text(value: word))
                let reply = try await call.responses.next()
                #expect(reply?.value == "re: \(word)")
            }
            call.requests.finish()
            let last = try await call.responses.next()
            #expect(last == nil)
        }
    }

    @Test func `metadata travels both ways, text and bytes`() async throws {
        try await Stage.run { stage in
            var metadata: Metadata = ["x-text": "one", "x-more": "a"]
            metadata.append("x-more", "b")
            metadata.append("x-bytes-bin", binary: [0, 255, 10, 13, 0x3d])
            let call = try await stage.client.bidirectionalStreaming(ProbeService.chat, metadata: metadata)
            call.requests.finish()
            let last = try await call.responses.next()
            #expect(last == nil)
            let echoed = try await stage.client.serverStreaming(
                Method<Text, Text>(ProbeService.echo.descriptor), Text(value: ""), metadata: metadata)
            let initial = try await echoed.initialMetadata
            #expect(initial["x-text"] == "one")
            #expect(initial.values("x-more") == ["a", "b"])
            #expect(initial.binary("x-bytes-bin") == [0, 255, 10, 13, 0x3d])
            while try await echoed.next() != nil {}
            let trailing = await echoed.trailingMetadata
            #expect(trailing["x-trailer"] == "end")
        }
    }

    @Test func `a refusal carries code, message, violations and reason`() async throws {
        try await Stage.run { stage in
            let error = await Stage.error { _ = try await stage.client.unary(ProbeService.fail, Text(value: "details")) }
            #expect(error?.code == .invalidArgument)
            #expect(error?.message == "user_data.email: not an address")
            #expect(error?.detail(GoogleRPC.BadRequest.self)?.fieldViolations.first?.field == "user_data.email")
            #expect(error?.reason == "BAD_EMAIL")
        }
    }

    @Test func `an unavailable says when to try again`() async throws {
        try await Stage.run { stage in
            let error = await Stage.error { _ = try await stage.client.unary(ProbeService.fail, Text(value: "retry")) }
            #expect(error?.code == .unavailable)
            #expect(error?.detail(GoogleRPC.RetryInfo.self)?.retryDelay?.duration == .milliseconds(1500))
        }
    }

    @Test func `a status message survives white space, percent signs and all of Unicode`() async throws {
        try await Stage.run { stage in
            let error = await Stage.error { _ = try await stage.client.unary(ProbeService.fail, Text(value: "special")) }
            #expect(error?.message == "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈 100%\t\n")
        }
    }

    @Test func `an error's metadata goes with the status`() async throws {
        try await Stage.run { stage in
            let error = await Stage.error { _ = try await stage.client.unary(ProbeService.fail, Text(value: "metadata")) }
            #expect(error?.metadata["x-why"] == "gone")
        }
    }

    @Test func `an unmapped error tells nothing of the inside`() async throws {
        try await Stage.run { stage in
            let error = await Stage.error { _ = try await stage.client.unary(ProbeService.fail, Text(value: "odd")) }
            #expect(error?.code == .internal)
            #expect(error?.message == "internal error")
        }
    }

    @Test func `a method that is not there is unimplemented`() async throws {
        try await Stage.run { stage in
            let method = Method<Text, Text>(ProbeService.method("Nothing", .unary))
            let error = await Stage.error { _ = try await stage.client.unary(method, Text()) }
            #expect(error?.code == .unimplemented)
        }
    }

    @Test func `a request above the limit is refused and the connection lives on`() async throws {
        try await Stage.run(server: { $0.maximumMessageBytes = 1000 }) { stage in
            let large = ProbeService.Bytes(value: [UInt8](repeating: 7, count: 300_000))
            let error = await Stage.error { _ = try await stage.client.unary(ProbeService.echoBytes, large) }
            #expect(error?.code == .resourceExhausted)
            let reply = try await stage.client.unary(ProbeService.echo, Text(value: "still"))
            #expect(reply.value == "still")
        }
    }

    @Test func `a reply above the client's limit is refused`() async throws {
        try await Stage.run(client: { $0.maximumMessageBytes = 1000 }) { stage in
            let large = ProbeService.Bytes(value: [UInt8](repeating: 7, count: 3000))
            let error = await Stage.error { _ = try await stage.client.unary(ProbeService.echoBytes, large) }
            #expect(error?.code == .resourceExhausted)
        }
    }

    @Test func `calls from a task on the client's loop stay on it`() async throws {
        try await Stage.run { stage in
            let stayed = await withCheckedContinuation { continuation in
                stage.clientLoop.spawn {
                    let reply = try? await stage.client.unary(ProbeService.echo, Text(value: "x"))
                    continuation.resume(returning: reply?.value == "x" && stage.clientLoop.isCurrent)
                }
            }
            #expect(stayed)
        }
    }
}
