import EventLoop
import HTTPServer
import Synchronization
import Testing

@testable import HTTPClient

@Suite("HTTP client")
struct HTTPClientTests {
    @Test func `sends method, headers and body and gives back status, headers and body`() async throws {
        let seen = Mutex<HTTPServerRequest?>(nil)
        let answer = try await exchange(HTTPRequest(.post, "/x?y=z", headers: ["X-One": "1", "X-None": ""], body: Array("hello".utf8))) {
            request in
            seen.withLock { $0 = request }
            return HTTPServerResponse(status: 418, headers: [("X-Two", "  2  "), ("x-two", "3")], body: Array("tea".utf8))
        }
        let response = try answer.get()
        #expect(response.status == 418)
        #expect(response.headers["x-TWO"] == "2")
        #expect(response.body == Array("tea".utf8))
        #expect(response.duration > .zero)
        let request = try #require(seen.withLock { $0 })
        #expect(request.method == "POST")
        #expect(request.target == "/x?y=z")
        #expect(request.header("X-One") == "1")
        #expect(request.header("X-None") == "")
        #expect(request.header("User-Agent") == "stratum")
        #expect(request.header("Expect") == nil)
        #expect(request.header("Content-Type") == nil)
        #expect(request.body == Array("hello".utf8))
    }

    @Test(arguments: [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete])
    func `every method works with and without a body`(method: HTTPRequest.Method) async throws {
        for body in method == .get || method == .head ? [[]] : [[], Array("body".utf8)] {
            let answer = try await exchange(HTTPRequest(method, "/", body: body)) { request in
                HTTPServerResponse(status: 200, body: Array("\(request.method) \(request.body.count)".utf8))
            }
            #expect(String(decoding: try answer.get().body, as: UTF8.self) == (method == .head ? "" : "\(method.rawValue) \(body.count)"))
        }
    }

    @Test func `a body of a megabyte arrives whole`() async throws {
        let body = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let answer = try await exchange(HTTPRequest(.post, "/", body: body)) { HTTPServerResponse(status: 200, body: $0.body) }
        #expect(try answer.get().body == body)
    }

    @Test func `a redirect is an answer and is not followed`() async throws {
        let answer = try await exchange(HTTPRequest(.get, "/")) { _ in
            HTTPServerResponse(status: 302, headers: [("Location", "http://127.0.0.1:1/")])
        }
        #expect(try answer.get().status == 302)
    }

    /// What the server does, what the client must say, and whether the request may have arrived.
    @Test(arguments: [
        (HTTPServerResponse.Ending.reset, HTTPFailure.Kind.reset), (.close, .reset), (.half, .reset),
    ])
    func `a broken answer is a reset of a request that may have arrived`(
        ending: HTTPServerResponse.Ending, kind: HTTPFailure.Kind
    ) async throws {
        let answer = try await exchange(HTTPRequest(.post, "/", body: [1])) { _ in
            HTTPServerResponse(status: 200, body: [1, 2, 3, 4], ending: ending)
        }
        let failure = try #require(answer.failure)
        #expect(failure.kind == kind)
        #expect(failure.requestMayHaveArrived)
    }

    @Test(arguments: [HTTPServerResponse.Ending.reset, .close], [HTTPRequest.Method.post, .delete])
    func `a request lost on a kept connection is not sent a second time`(
        ending: HTTPServerResponse.Ending, method: HTTPRequest.Method
    ) async throws {
        let arrivals = Atomic<Int>(0)
        let server = try HTTPServer(HTTPServerConfiguration()) { request in
            guard request.path == "/lost" else { return HTTPServerResponse(status: 200) }
            arrivals.add(1, ordering: .relaxed)
            return HTTPServerResponse(status: 200, ending: ending)
        }
        defer { server.stop() }
        let port = server.port
        let body: [UInt8] = method == .post ? [1, 2, 3] : []
        let answer = try await withClient { client in
            _ = await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/"), timeout: .seconds(5))
            return await client.send(HTTPRequest(method, "http://127.0.0.1:\(port)/lost", body: body), timeout: .seconds(5))
        }
        #expect(answer.failure?.kind == .reset)
        #expect(answer.failure?.requestMayHaveArrived == true)
        #expect(arrivals.load(ordering: .relaxed) == 1)
    }

    @Test func `nobody listening is a connect failure of a request that did not arrive`() async throws {
        let port = ScriptedServer.freePort()
        let answer = try await withClient {
            await $0.send(HTTPRequest(.post, "http://127.0.0.1:\(port)/", body: [1]), timeout: .seconds(5))
        }
        #expect(answer.failure?.kind == .connect)
        #expect(answer.failure?.requestMayHaveArrived == false)
    }

    @Test func `a name without address is a resolve failure`() async throws {
        let answer = try await withClient { await $0.send(HTTPRequest(.get, "http://nowhere.invalid/"), timeout: .seconds(20)) }
        #expect(answer.failure?.kind == .resolve)
        #expect(answer.failure?.requestMayHaveArrived == false)
    }

    @Test(arguments: [
        HTTPRequest(.get, "ftp://127.0.0.1/"), HTTPRequest(.get, "/relative"), HTTPRequest(.get, "http://"),
        HTTPRequest(.get, "http://127.0.0.1/a b"), HTTPRequest(.get, "http://127.0.0.1/\r\nX: y"),
        HTTPRequest(.get, "http://127.0.0.1/", headers: ["X": "a\r\nY: b"]), HTTPRequest(.get, "http://127.0.0.1/", headers: ["X:": "a"]),
        HTTPRequest(.get, "http://127.0.0.1/", headers: ["": "a"]),
    ])
    func `what cannot be sent is refused before anything is done`(request: HTTPRequest) async throws {
        let answer = try await withClient { await $0.send(request, timeout: .seconds(5)) }
        #expect(answer.failure?.kind == .invalidRequest)
        #expect(answer.failure?.requestMayHaveArrived == false)
    }

    @Test func `no answer in time is a timeout, and the connection is given up`() async throws {
        let answer = try await exchange(HTTPRequest(.post, "/", body: [1]), timeout: .milliseconds(100)) { _ in
            HTTPServerResponse(status: 200, delay: .seconds(30))
        }
        #expect(answer.failure?.kind == .timeout)
        #expect(answer.failure?.requestMayHaveArrived == true)
        #expect(answer.failure.map { $0.duration < .seconds(5) } == true)
    }

    @Test(arguments: ["garbage\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: nine\r\n\r\n"])
    func `what is no HTTP answer is a failure of a request that may have arrived`(bytes: String) async throws {
        let server = ScriptedServer(answering: bytes)
        defer { server.stop() }
        let port = server.port
        let answer = try await withClient {
            await $0.send(HTTPRequest(.post, "http://127.0.0.1:\(port)/", body: [1]), timeout: .seconds(5))
        }
        #expect(answer.failure?.requestMayHaveArrived == true)
        #expect(answer.failure.map { [.malformed, .reset].contains($0.kind) } == true)
    }

    @Test(arguments: [10, 11]) func `an answer longer than allowed is too large`(count: Int) async throws {
        let answer = try await exchange(HTTPRequest(.get, "/"), configuration: HTTPClientConfiguration(bodyBytesMax: 10)) { _ in
            HTTPServerResponse(status: 200, body: [UInt8](repeating: 1, count: count))
        }
        #expect(answer.failure?.kind == (count > 10 ? .tooLarge : nil))
    }

    @Test func `an endless answer without a length is too large, and so are endless headers`() async throws {
        let long = String(repeating: "x", count: 100_000)
        for bytes in ["HTTP/1.1 200 OK\r\n\r\n" + long, "HTTP/1.1 200 OK\r\n" + String(repeating: "X: \(long.prefix(900))\r\n", count: 90)]
        {
            let server = ScriptedServer(answering: bytes)
            defer { server.stop() }
            let port = server.port
            let answer = try await withClient(HTTPClientConfiguration(bodyBytesMax: 50_000)) {
                await $0.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/"), timeout: .seconds(5))
            }
            #expect(answer.failure?.kind == .tooLarge)
        }
    }

    private func exchange(
        _ request: HTTPRequest, timeout: Duration = .seconds(5), configuration: HTTPClientConfiguration = HTTPClientConfiguration(),
        handler: @escaping HTTPServer.Handler
    ) async throws -> Result<HTTPResponse, HTTPFailure> {
        let server = try HTTPServer(HTTPServerConfiguration(bodyBytesMax: 2 << 20), handler: handler)
        defer { server.stop() }
        var request = request
        request.url = "http://127.0.0.1:\(server.port)\(request.url)"
        let sent = request
        return try await withClient(configuration) { await $0.send(sent, timeout: timeout) }
    }
}
