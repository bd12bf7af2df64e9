import EventLoop
import HTTPClient
import HTTPServer
import Synchronization
import Testing

@testable import Platforms

@Suite("Delivery to Meta")
struct MetaDeliveryTests {
    private let credentials = MetaCredentials(pixelID: "123", accessToken: "EAABtoken")

    @Test func `one bad event of a batch is rejected and the others are delivered`() async throws {
        let requests = Mutex<[Int]>([])
        let answers = try await deliver(ids: (0..<20).map { $0 == 13 ? "bad" : "good-\($0)" }) { request in
            let body = String(decoding: request.body, as: UTF8.self)
            requests.withLock { $0.append(Self.count(body)) }
            guard !body.contains(#""event_id":"bad""#) else {
                return HTTPServerResponse(
                    status: 400, body: Array(#"{"error":{"message":"Invalid parameter","code":100,"error_subcode":2804007}}"#.utf8))
            }
            return HTTPServerResponse(status: 200, body: Array(#"{"events_received":\#(Self.count(body))}"#.utf8))
        }
        #expect(answers.map(\.outcome.name) == (0..<20).map { $0 == 13 ? "rejected" : "delivered" })
        #expect(requests.withLock { $0.first } == 20)
    }

    @Test func `a refusal that is not about the events is not split`() async throws {
        let requests = Atomic<Int>(0)
        let answers = try await deliver(ids: ["a", "b", "c"]) { _ in
            requests.add(1, ordering: .relaxed)
            return HTTPServerResponse(status: 400, body: Array(#"{"error":{"message":"no","code":190,"error_subcode":463}}"#.utf8))
        }
        #expect(answers.map(\.outcome.name) == Array(repeating: "credentials_expired", count: 3))
        #expect(requests.load(ordering: .relaxed) == 1)
    }

    /// A broken answer, and what it comes to.
    @Test(arguments: [
        (HTTPServerResponse(status: 200, body: Array(#"{"events_received":1}"#.utf8), ending: .half), "unknown"),
        (HTTPServerResponse(status: 200, ending: .reset), "unknown"), (HTTPServerResponse(status: 200, ending: .close), "unknown"),
        (HTTPServerResponse(status: 200, delay: .seconds(60)), "unknown"), (HTTPServerResponse(status: 500), "retry"),
        (HTTPServerResponse(status: 429), "rate_limited"),
    ])
    func `a broken answer is never taken for a delivery`(response: HTTPServerResponse, name: String) async throws {
        let answers = try await deliver(ids: ["a"], timeout: .milliseconds(300)) { _ in response }
        #expect(answers.map(\.outcome.name) == [name])
    }

    @Test func `what the permit answers is the answer, and nothing is sent`() async throws {
        let requests = Atomic<Int>(0)
        var refusal = PlatformAnswer(outcome: .retry(after: .seconds(60), countsForBreaker: false, reason: "The breaker is open"))
        refusal.httpStatus = 0
        let stop = refusal
        let answers = try await deliver(ids: ["a", "b"], permit: { _ in stop }) { _ in
            requests.add(1, ordering: .relaxed)
            return HTTPServerResponse(status: 200)
        }
        #expect(answers == [stop, stop])
        #expect(requests.load(ordering: .relaxed) == 0)
    }

    /// The platform's answer to the question for the pixel's name, and what comes of it.
    @Test(arguments: [
        (200, #"{"id":"123","name":"Summer Sale Pixel"}"#, CredentialTest.accepted(name: "Summer Sale Pixel")),
        (200, #"{"id":"999","name":"Another"}"#, .unreachable(reason: "The answer is not Meta's")),
        (400, #"{"error":{"message":"Session has expired","code":190,"error_subcode":463}}"#, .refused(reason: "Session has expired")),
        (400, #"{"error":{"message":"Object does not exist","code":100,"error_subcode":33}}"#, .refused(reason: "Object does not exist")),
        (500, "", .unreachable(reason: "HTTP status 500")), (429, "", .unreachable(reason: "HTTP status 429")),
        (200, "garbage", .unreachable(reason: "The answer is not Meta's")),
    ])
    func `credentials are tried by asking for the pixel's name`(status: Int, body: String, expected: CredentialTest) async throws {
        let seen = Mutex<HTTPServerRequest?>(nil)
        let server = try HTTPServer(HTTPServerConfiguration()) { request in
            seen.withLock { $0 = request }
            return HTTPServerResponse(status: status, body: Array(body.utf8))
        }
        defer { server.stop() }
        let api = MetaConversionsAPI(MetaConfiguration(baseURL: "http://127.0.0.1:\(server.port)"))
        let credentials = credentials
        #expect(try await onLoop { await api.testCredentials(credentials, over: $0) } == expected)
        #expect(seen.withLock { $0?.target } == "/v25.0/123?fields=id,name")
        #expect(seen.withLock { $0?.header("Authorization") } == "Bearer EAABtoken")
    }

    @Test(arguments: ["", "12a", "1/../2", "123456789012345678901"]) func `a pixel id that is no number goes nowhere`(id: String)
        async throws
    {
        let api = MetaConversionsAPI(MetaConfiguration(baseURL: "http://127.0.0.1:1"))
        let credentials = MetaCredentials(pixelID: id, accessToken: "EAABtoken")
        #expect(try await onLoop { await api.testCredentials(credentials, over: $0) } == .refused(reason: "The pixel id is not a number"))
        let event = try api.prepare(.purchase(), now: testNow).get()
        #expect(try await onLoop { await api.send([event], credentials, over: $0) }.outcome.name == "rejected")
    }

    private static func count(_ body: String) -> Int { body.split(separator: "\"event_id\"").count - 1 }

    private func deliver(
        ids: [String], timeout: Duration = .seconds(5), permit: @escaping @Sendable (Int) -> PlatformAnswer? = { _ in nil },
        handler: @escaping HTTPServer.Handler
    ) async throws -> [PlatformAnswer] {
        let server = try HTTPServer(HTTPServerConfiguration(), handler: handler)
        defer { server.stop() }
        let api = MetaConversionsAPI(MetaConfiguration(baseURL: "http://127.0.0.1:\(server.port)", timeout: timeout))
        let events = try ids.map { try api.prepare(.purchase(id: $0), now: testNow).get() }
        let credentials = credentials
        return try await onLoop { await api.deliver(events, credentials, over: $0, permit: { permit($0) }) }
    }

    private func onLoop<Value: Sendable>(_ body: @escaping @Sendable (HTTPClient) async -> Value) async throws -> Value {
        let thread = try EventLoop(name: "test").start()
        let loop = thread.loop
        let value = await withCheckedContinuation { continuation in
            loop.spawn {
                let client = HTTPClient(loop: loop)
                let value = await body(client)
                client.shutDown()
                continuation.resume(returning: value)
            }
        }
        loop.stop()
        thread.join()
        return value
    }
}
