import EventLoop
import HTTP2
import Messages
import Synchronization
import Testing

@testable import RPC

@Suite("Deadlines, cancellation and limits", .timeLimit(.minutes(1)))
struct LifeTests {
    typealias Text = ProbeService.Text

    @Test func `a deadline ends the call and stops the handler`() async throws {
        try await Stage.run { stage in
            // On a busy machine a short deadline may pass before the server has heard of the call.
            for milliseconds in [50, 500, 5000] where stage.service.journal.notes.isEmpty {
                let error = await Stage.error {
                    _ = try await stage.client.unary(ProbeService.wait, Text(), timeout: .milliseconds(milliseconds))
                }
                #expect(error?.code == .deadlineExceeded)
            }
            try await stage.wait(for: "the handler to stop") { stage.service.journal.notes == ["waiting", "stopped"] }
            try await stage.wait(for: "no running handler") { await stage.server.runningHandlers() == 0 }
        }
    }

    @Test func `a timeout travels to the server`() async throws {
        try await Stage.run { stage in
            let reply = try await stage.client.unary(ProbeService.remaining, Text(), timeout: .seconds(7))
            let remaining = try #require(Int(reply.value))
            #expect(remaining > 1000 && remaining <= 7000)
        }
    }

    @Test func `a call made by a handler ends no later than the handler's own`() async throws {
        try await Stage.run { stage in
            let context = CallContext(method: ProbeService.echo.descriptor, loop: stage.serverLoop, timeout: .seconds(3))
            let reply = try await CallContext.$current.withValue(context) {
                try await stage.client.unary(ProbeService.remaining, Text(), timeout: .seconds(50))
            }
            let remaining = try #require(Int(reply.value))
            #expect(remaining <= 3000)
        }
    }

    @Test func `the server itself answers when the deadline passes`() async throws {
        try await Stage.run { stage in
            let probe = HTTPProbe(port: stage.port, loop: stage.clientLoop)
            try await probe.connect()
            let answer = await probe.request(
                [
                    (":method", "POST"), (":scheme", "http"), (":path", "/stratum.tests.v1.ProbeService/Wait"), (":authority", "test"),
                    ("content-type", "application/grpc"), ("grpc-timeout", "300m"),
                ], body: [[0, 0, 0, 0, 0]])
            #expect(answer.grpcStatus == "4")
            try await stage.wait(for: "the handler to stop") { stage.service.journal.notes == ["waiting", "stopped"] }
            await probe.close()
        }
    }

    @Test func `cancelling the caller's task stops the handler`() async throws {
        try await Stage.run { stage in
            let client = stage.client
            let outcome = Mutex<RPCCode?>(nil)
            let task = stage.clientLoop.spawn {
                do { _ = try await client.unary(ProbeService.wait, Text()) } catch { outcome.withLock { $0 = (error as? RPCError)?.code } }
            }
            try await stage.wait(for: "the handler to start") { stage.service.journal.notes == ["waiting"] }
            task.cancel()
            await task.value
            #expect(outcome.withLock { $0 } == .cancelled)
            try await stage.wait(for: "the handler to stop") { stage.service.journal.notes == ["waiting", "stopped"] }
        }
    }

    @Test func `losing the connection stops the handler`() async throws {
        try await Stage.run { stage in
            let probe = HTTPProbe(port: stage.port, loop: stage.clientLoop)
            try await probe.connect()
            async let answer = probe.request(
                [
                    (":method", "POST"), (":scheme", "http"), (":path", "/stratum.tests.v1.ProbeService/Wait"), (":authority", "test"),
                    ("content-type", "application/grpc"),
                ], body: [[0, 0, 0, 0, 0]])
            try await stage.wait(for: "the handler to start") { stage.service.journal.notes == ["waiting"] }
            await probe.close()
            _ = await answer
            try await stage.wait(for: "the handler to stop") { stage.service.journal.notes == ["waiting", "stopped"] }
        }
    }

    @Test func `letting a stream of replies go takes the call back`() async throws {
        try await Stage.run { stage in
            do {
                let replies = try await stage.client.serverStreaming(ProbeService.count, Text(value: "100000000"))
                let first = try await replies.next()
                #expect(first?.value == "0")
            }
            try await stage.wait(for: "the handler to be refused") { stage.service.journal.notes.count == 1 }
            try await stage.wait(for: "no running handler") { await stage.server.runningHandlers() == 0 }
        }
    }

    @Test func `a server stream waits for a reader who does not read`() async throws {
        try await Stage.run { stage in
            let replies = try await stage.client.serverStreaming(
                ProbeService.count, Text(value: "100000000"), timeout: .seconds(50))
            _ = try await replies.next()
            let journal = stage.service.journal
            // Still is: no more was written over fifty looks, each of which makes a call that goes through the same loops.
            var written = -1
            var still = 0
            while still < 50 {
                _ = try await stage.client.unary(ProbeService.echo, Text())
                still = journal.written == written ? still + 1 : 0
                written = journal.written
            }
            // The client's window, and the server's high water, of messages of 8 bytes and more.
            #expect(written < (HTTP2Configuration().streamWindowBytes + 3 * 65_536) / 8)
            var next = 1
            while next < written + 10_000 {
                let reply = try await replies.next()
                #expect(reply?.value == "\(next)")
                next += 1
            }
        }
    }

    @Test func `a handler too many is refused at once`() async throws {
        try await Stage.run(server: { $0.maximumRunningHandlers = 2 }) { stage in
            let client = stage.client
            let tasks = (0..<2).map { _ in stage.clientLoop.spawn { _ = try? await client.unary(ProbeService.wait, Text()) } }
            try await stage.wait(for: "two handlers") { stage.service.journal.notes.count == 2 }
            let error = await Stage.error { _ = try await stage.client.unary(ProbeService.echo, Text()) }
            #expect(error?.code == .resourceExhausted)
            #expect(error?.detail(GoogleRPC.RetryInfo.self) != nil)
            for task in tasks { task.cancel() }
            try await stage.wait(for: "no handler") { await stage.server.runningHandlers() == 0 }
            let reply = try await stage.client.unary(ProbeService.echo, Text(value: "free"))
            #expect(reply.value == "free")
        }
    }

    @Test func `calls above the server's streams wait for their turn`() async throws {
        try await Stage.run(server: { $0.connections.maximumConcurrentStreams = 4 }) { stage in
            try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<200 {
                    group.addTask { try await stage.client.unary(ProbeService.echo, Text(value: "\(number)")).value }
                }
                var replies = Set<String>()
                for try await reply in group { replies.insert(reply) }
                #expect(replies.count == 200)
            }
        }
    }

    @Test func `calls above the waiting room are refused`() async throws {
        try await Stage.run(
            server: { $0.connections.maximumConcurrentStreams = 1 }, client: { $0.maximumWaitingCalls = 1 }
        ) { stage in
            let client = stage.client
            let first = stage.clientLoop.spawn { _ = try? await client.unary(ProbeService.wait, Text()) }
            try await stage.wait(for: "the first") { stage.service.journal.notes == ["waiting"] }
            let second = stage.clientLoop.spawn { _ = try? await client.unary(ProbeService.wait, Text()) }
            let error = await Stage.error {
                // The second may not have got to its place yet; the third or fourth finds it taken.
                for _ in 0..<100 { _ = try await client.unary(ProbeService.echo, Text(), timeout: .milliseconds(20)) }
            }
            #expect(error?.code == .resourceExhausted || error?.code == .deadlineExceeded)
            for task in [first, second] { task.cancel() }
        }
    }

    @Test func `a drain lets the calls under way finish and takes no others`() async throws {
        try await Stage.run { stage in
            let client = stage.client
            let count = 200
            let chats = try await withThrowingTaskGroup(of: BidirectionalStreamingCall<Text, Text>.self) { group in
                for _ in 0..<count { group.addTask { try await client.bidirectionalStreaming(ProbeService.chat, timeout: .seconds(30)) } }
                var chats: [BidirectionalStreamingCall<Text, Text>] = []
                for try await chat in group { chats.append(chat) }
                return chats
            }
            try await stage.wait(for: "all handlers") { await stage.server.runningHandlers() == count }
            async let drained: Void = stage.server.drain(grace: .seconds(20))
            for chat in chats {
                try await chat.requests.write(Text(value: "late"))
                let reply = try await chat.responses.next()
                #expect(reply?.value == "re: late")
            }
            for chat in chats {
                chat.requests.finish()
                let last = try await chat.responses.next()
                #expect(last == nil)
            }
            await drained
            let error = await Stage.error { _ = try await client.unary(ProbeService.echo, Text()) }
            #expect(error?.code == .unavailable)
        }
    }

    @Test func `a drain cuts what has not finished within its grace`() async throws {
        try await Stage.run { stage in
            let client = stage.client
            let outcome = Mutex<RPCCode?>(nil)
            let task = stage.clientLoop.spawn {
                do { _ = try await client.unary(ProbeService.wait, Text(), timeout: .seconds(50)) } catch {
                    outcome.withLock { $0 = (error as? RPCError)?.code }
                }
            }
            try await stage.wait(for: "the handler") { stage.service.journal.notes == ["waiting"] }
            await stage.server.drain(grace: .milliseconds(20))
            await task.value
            #expect(outcome.withLock { $0 } == .unavailable)
            try await stage.wait(for: "the handler to stop") { stage.service.journal.notes == ["waiting", "stopped"] }
        }
    }
}
