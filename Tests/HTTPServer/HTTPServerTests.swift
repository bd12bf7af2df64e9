import Glibc
import Synchronization
import Testing

@testable import HTTPServer

@Suite("HTTP server")
struct HTTPServerTests {
    @Test func `gives the handler the request as sent and sends its answer`() throws {
        let seen = Mutex<HTTPServerRequest?>(nil)
        let server = try HTTPServer(HTTPServerConfiguration()) { request in
            seen.withLock { $0 = request }
            return HTTPServerResponse(status: 201, headers: [("X-Kind", "test")], body: Array("made".utf8))
        }
        defer { server.stop() }
        let connection = try RawConnection(port: server.port)
        connection.send("POST /a%20b?c=%64&e HTTP/1.1\r\nHost: here\r\nX-One: 1\r\nContent-Length: 5\r\n\r\nhello")
        let answer = try connection.read(until: "made")
        #expect(answer.hasPrefix("HTTP/1.1 201 "))
        #expect(answer.contains("X-Kind: test\r\n"))
        #expect(answer.contains("Content-Length: 4\r\n"))
        let request = try #require(seen.withLock { $0 })
        #expect(request.method == "POST")
        #expect(request.target == "/a%20b?c=%64&e")
        #expect(request.path == "/a%20b")
        #expect(request.query == "c=%64&e")
        #expect(request.header("x-one") == "1")
        #expect(request.header("X-Two") == nil)
        #expect(request.body == Array("hello".utf8))
    }

    @Test func `serves several requests on one connection, chunked bodies too`() throws {
        let server = try HTTPServer(HTTPServerConfiguration()) { HTTPServerResponse(status: 200, body: $0.body + Array("!".utf8)) }
        defer { server.stop() }
        let connection = try RawConnection(port: server.port)
        connection.send("PUT / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n")
        #expect(try connection.read(until: "!").hasSuffix("abc!"))
        connection.send("GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        #expect(try connection.read(until: "!").hasSuffix("\r\n\r\n!"))
    }

    @Test func `a body longer than allowed is answered 413 when announced and cut off when chunked`() throws {
        let calls = Atomic<Int>(0)
        let server = try HTTPServer(HTTPServerConfiguration(bodyBytesMax: 10)) { _ in
            calls.add(1, ordering: .relaxed)
            return HTTPServerResponse(status: 200)
        }
        defer { server.stop() }
        let announcing = try RawConnection(port: server.port)
        announcing.send("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 11\r\n\r\n")
        #expect(try announcing.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 413 "))
        let chunked = try RawConnection(port: server.port)
        chunked.send("POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n")
        #expect((try? chunked.read()) ?? "" == "")
        #expect(calls.load(ordering: .relaxed) == 0)
    }

    @Test(arguments: ["GARBAGE\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET  HTTP/9.9\r\nHost: h\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n"])
    func `what is no request never reaches the handler and the server serves on`(bytes: String) throws {
        let server = try HTTPServer(HTTPServerConfiguration()) { _ in HTTPServerResponse(status: 200, body: Array("fine".utf8)) }
        defer { server.stop() }
        let bad = try RawConnection(port: server.port, patience: 1)
        bad.send(bytes)
        #expect(!((try? bad.read()) ?? "").contains("fine"))
        let good = try RawConnection(port: server.port)
        good.send("GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        #expect(try good.read(until: "fine").hasSuffix("fine"))
    }

    @Test func `a half answer announces the whole and ends after half of it`() throws {
        let server = try HTTPServer(HTTPServerConfiguration()) { _ in
            HTTPServerResponse(status: 200, body: Array("0123456789".utf8), ending: .half)
        }
        defer { server.stop() }
        let connection = try RawConnection(port: server.port)
        connection.send("GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        let answer = try connection.read()
        #expect(answer.contains("Content-Length: 10\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n01234"))
    }

    @Test func `a reset is a reset and a close is an empty answer`() throws {
        let server = try HTTPServer(HTTPServerConfiguration()) {
            HTTPServerResponse(status: 200, body: Array("never seen".utf8), ending: $0.path == "/reset" ? .reset : .close)
        }
        defer { server.stop() }
        let reset = try RawConnection(port: server.port)
        reset.send("GET /reset HTTP/1.1\r\nHost: here\r\n\r\n")
        #expect(throws: RawConnectionError(code: ECONNRESET)) { try reset.read() }
        let closed = try RawConnection(port: server.port)
        closed.send("GET /close HTTP/1.1\r\nHost: here\r\n\r\n")
        #expect(try closed.read() == "")
    }

    @Test func `many delayed answers hold no thread`() throws {
        let server = try HTTPServer(HTTPServerConfiguration(threads: 1)) { request in
            HTTPServerResponse(status: 200, body: Array("done".utf8), delay: request.path == "/late" ? .milliseconds(500) : .zero)
        }
        defer { server.stop() }
        let began = ContinuousClock.now
        let late = try (0..<20).map { _ in try Held(port: server.port) }
        for held in late { held.connection.send("GET /late HTTP/1.1\r\nHost: here\r\n\r\n") }
        let prompt = try RawConnection(port: server.port)
        prompt.send("GET /prompt HTTP/1.1\r\nHost: here\r\n\r\n")
        #expect(try prompt.read(until: "done").hasSuffix("done"))
        for held in late { #expect(try held.connection.read(until: "done").hasSuffix("done")) }
        let took = ContinuousClock.now - began
        // One after another they would take ten seconds.
        #expect(took >= .milliseconds(500) && took < .seconds(5))
    }

    @Test func `stopping does not wait for delayed answers and frees the port`() throws {
        let server = try HTTPServer(HTTPServerConfiguration()) { _ in HTTPServerResponse(status: 200, delay: .seconds(3600)) }
        let port = server.port
        let connection = try RawConnection(port: port)
        connection.send("GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        let began = ContinuousClock.now
        server.stop()
        #expect(ContinuousClock.now - began < .seconds(60))
        #expect(throws: RawConnectionError(code: ECONNREFUSED)) { _ = try RawConnection(port: port) }
        let next = try HTTPServer(HTTPServerConfiguration(port: port)) { _ in HTTPServerResponse(status: 200) }
        next.stop()
    }

    @Test func `an address in use or unreadable is an error that says so`() throws {
        let server = try HTTPServer(HTTPServerConfiguration()) { _ in HTTPServerResponse(status: 200) }
        defer { server.stop() }
        let taken = #expect(throws: HTTPServerError.self) {
            _ = try HTTPServer(HTTPServerConfiguration(port: server.port)) { _ in HTTPServerResponse(status: 200) }
        }
        #expect(taken?.isAddressInUse == true)
        #expect(throws: HTTPServerError.self) {
            _ = try HTTPServer(HTTPServerConfiguration(address: "not-a-number")) { _ in HTTPServerResponse(status: 200) }
        }
    }
}

private final class Held {
    let connection: RawConnection

    init(port: UInt16) throws { connection = try RawConnection(port: port) }
}
