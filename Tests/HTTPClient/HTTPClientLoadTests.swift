import EventLoop
import HTTPServer
import Synchronization
import Testing

@testable import HTTPClient

@Suite("HTTP client's limits")
struct HTTPClientLoadTests {
    @Test func `requests one after another use one connection`() async throws {
        let server = ConnectionCounting()
        let port = try server.start()
        defer { server.stop() }
        let statuses = try await withClient { client in
            var statuses: [Int] = []
            for _ in 0..<20 {
                let answer = await client.send(HTTPRequest(.post, "http://127.0.0.1:\(port)/", body: [1]), timeout: .seconds(5))
                statuses.append((try? answer.get().status) ?? 0)
            }
            return statuses
        }
        #expect(statuses == Array(repeating: 200, count: 20))
        #expect(server.mostAtOnce == 1)
    }

    @Test func `no more than the allowed requests are in flight to a host, and all are answered`() async throws {
        let server = ConnectionCounting(delay: .milliseconds(20))
        let port = try server.start()
        defer { server.stop() }
        let answered = try await withClient(HTTPClientConfiguration(connectionsPerHostMax: 3)) { client in
            await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<30 {
                    group.addTask {
                        let answer = await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/"), timeout: .seconds(10))
                        return answer.failure == nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
        }
        #expect(answered == 30)
        #expect(server.mostAtOnce == 3)
    }

    @Test func `a full queue refuses at once, and a request that waited in vain did not arrive`() async throws {
        let server = try HTTPServer(HTTPServerConfiguration()) { _ in HTTPServerResponse(status: 200, delay: .seconds(60)) }
        defer { server.stop() }
        let port = server.port
        let configuration = HTTPClientConfiguration(connectionsPerHostMax: 1, waitingMax: 1)
        let failures = try await withClient(configuration) { client in
            await withTaskGroup(of: HTTPFailure?.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/"), timeout: .milliseconds(200)).failure
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(failures.compactMap(\.?.kind.rawValue).sorted() == ["queueFull", "timeout", "timeout"])
        #expect(failures.compactMap(\.?.requestMayHaveArrived).filter { $0 }.count == 1)
    }

    @Test func `a host at its limit does not hold up another`() async throws {
        let slow = try HTTPServer(HTTPServerConfiguration()) { _ in HTTPServerResponse(status: 200, delay: .seconds(60)) }
        let quick = try HTTPServer(HTTPServerConfiguration()) { _ in HTTPServerResponse(status: 204) }
        defer {
            slow.stop()
            quick.stop()
        }
        let (slowPort, quickPort) = (slow.port, quick.port)
        let answer = try await withClient(HTTPClientConfiguration(connectionsPerHostMax: 1)) { client in
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<3 {
                    group.addTask { _ = await client.send(HTTPRequest(.get, "http://127.0.0.1:\(slowPort)/"), timeout: .seconds(60)) }
                }
                let answer = await client.send(HTTPRequest(.get, "http://127.0.0.1:\(quickPort)/"), timeout: .seconds(5))
                group.cancelAll()
                return answer
            }
        }
        #expect(try answer.get().status == 204)
    }

    @Test(arguments: [0, 1]) func `a cancelled task ends its request at once, under way or waiting`(earlier: Int) async throws {
        let server = try HTTPServer(HTTPServerConfiguration()) { _ in HTTPServerResponse(status: 200, delay: .seconds(60)) }
        defer { server.stop() }
        let port = server.port
        let failures = try await withClient(HTTPClientConfiguration(connectionsPerHostMax: 1)) { client in
            await withTaskGroup(of: HTTPFailure?.self) { group in
                for _ in 0..<earlier {
                    group.addTask { await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/"), timeout: .seconds(60)).failure }
                }
                group.addTask { await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/"), timeout: .seconds(60)).failure }
                while client.load.active + client.load.waiting < earlier + 1 { await Task.yield() }
                group.cancelAll()
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(failures.map(\.?.kind) == Array(repeating: .cancelled, count: earlier + 1))
        #expect(failures.allSatisfy { $0.map { $0.duration < .seconds(30) } == true })
    }

    @Test func `a task cancelled before it sends does not send`() async throws {
        let arrivals = Atomic<Int>(0)
        let server = try HTTPServer(HTTPServerConfiguration()) { _ in
            arrivals.add(1, ordering: .relaxed)
            return HTTPServerResponse(status: 200)
        }
        defer { server.stop() }
        let port = server.port
        let failure = try await withClient { client in
            await withTaskGroup(of: HTTPFailure?.self) { group in
                group.cancelAll()
                group.addTask { await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/"), timeout: .seconds(5)).failure }
                return await group.next() ?? nil
            }
        }
        #expect(failure?.kind == .cancelled)
        #expect(failure?.requestMayHaveArrived == false)
        #expect(arrivals.load(ordering: .relaxed) == 0)
    }

    @Test func `shutting down ends what is under way and refuses what comes later`() async throws {
        let server = try HTTPServer(HTTPServerConfiguration()) { _ in HTTPServerResponse(status: 200, delay: .seconds(60)) }
        defer { server.stop() }
        let port = server.port
        let kinds = try await withClient { client in
            await withTaskGroup(of: HTTPFailure?.self) { group in
                group.addTask { await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/"), timeout: .seconds(60)).failure }
                while client.load.active < 1 { await Task.yield() }
                client.shutDown()
                let first = await group.next() ?? nil
                let second = await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/"), timeout: .seconds(60)).failure
                return [first?.kind, second?.kind]
            }
        }
        #expect(kinds == [.cancelled, .queueFull])
    }

    @Test func `a request describes itself without query, headers and body`() {
        let request = HTTPRequest(
            .post, "https://h/p?access_token=secret", headers: ["Authorization": "secret"], body: Array("secret".utf8))
        #expect("\(request)" == "POST https://h/p")
        #expect(!String(reflecting: request).contains("secret"))
    }
}

/// A server that counts how many handlers' answers were pending at one time.
private final class ConnectionCounting: @unchecked Sendable {
    private let delay: Duration
    private let state = Mutex<(ends: [ContinuousClock.Instant], most: Int)>(([], 0))
    private var server: HTTPServer?

    init(delay: Duration = .zero) { self.delay = delay }

    var mostAtOnce: Int { state.withLock { $0.most } }

    func start() throws -> UInt16 {
        let delay = delay
        let server = try HTTPServer(HTTPServerConfiguration()) { [self] _ in
            let now = ContinuousClock.now
            state.withLock { state in
                state.ends.removeAll { $0 <= now }
                state.ends.append(now + delay)
                state.most = max(state.most, state.ends.count)
            }
            return HTTPServerResponse(status: 200, delay: delay)
        }
        self.server = server
        return server.port
    }

    func stop() { server?.stop() }
}
