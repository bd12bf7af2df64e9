import EventLoop
import Foundation
import HTTPClient
import HTTPServer
import Messages
import Operations
import Platforms
import Postgres
import RPC
import Synchronization

@testable import Integrations

/// Integrations' handlers on a database of their own, before a Meta that answers as it is told to.
struct TestAPI {
    let test: TestStore
    let connections: ConnectionHandlers
    let credentials: CredentialsHandlers
    let meta: Meta

    /// Meta's answers, and what it was asked.
    final class Meta: Sendable {
        let response = Mutex(HTTPServerResponse(status: 200))
        let requests = Mutex<[String]>([])
        let wakes = Atomic<Int>(0)

        func answer(_ status: Int, _ json: String) {
            response.withLock {
                $0 = HTTPServerResponse(status: status, headers: [("Content-Type", "application/json")], body: Array(json.utf8))
            }
        }

        func accept(_ pixel: String, named name: String) { answer(200, #"{"id":"\#(pixel)","name":"\#(name)"}"#) }
    }

    static let token = TestStore.token

    static func run(_ body: @escaping @Sendable (TestAPI) async throws -> Void) async throws {
        try await TestStore.run { test in
            let meta = Meta()
            let server = try HTTPServer(HTTPServerConfiguration()) { request in
                meta.requests.withLock { $0.append("\(request.method) \(request.target) \(request.header("Authorization") ?? "-")") }
                return meta.response.withLock { $0 }
            }
            let client = HTTPClient(loop: test.pool.loop)
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(TestAPI(test, meta, client, port: server.port)))
            } catch {
                result = .failure(error)
            }
            client.shutDown()
            server.stop()
            try result.get()
        }
    }

    private init(_ test: TestStore, _ meta: Meta, _ client: HTTPClient, port: UInt16) {
        let stores = LoopLocal([test.pool.loop]) { _ in test.store }
        let api = MetaConversionsAPI(MetaConfiguration(baseURL: "http://127.0.0.1:\(port)", timeout: .seconds(2)))
        self.test = test
        self.meta = meta
        connections = ConnectionHandlers(
            stores: stores, trials: LoopLocal([test.pool.loop]) { _ in CredentialsTrial(meta: api, client: client) }, clock: ServiceClock(),
            wakeOutbox: { meta.wakes.add(1, ordering: .relaxed) })
        credentials = CredentialsHandlers(stores: stores, clock: ServiceClock())
    }

    /// A call as the access interceptor leaves it.
    func context(tenant: UUID? = nil) -> CallContext {
        let context = CallContext(method: IntegrationsV1.ConnectionServiceMethods.connect.descriptor, loop: test.pool.loop)
        context.caller = Caller(kind: .apiKey, subject: "key", tenantID: tenant?.uuidString)
        return context
    }

    static func request(pixel: String, token: String = token) -> IntegrationsV1.EventsCredentials {
        IntegrationsV1.EventsCredentials(platform: .meta(IntegrationsV1.MetaEventsCredentials(pixelID: pixel, accessToken: token)))
    }

    func connect(_ tenant: UUID, pixel: String = "1234") async throws -> IntegrationsV1.Connection {
        meta.accept(pixel, named: "Shop pixel")
        let response = try await connections.connect(
            IntegrationsV1.ConnectRequest(credentials: Self.request(pixel: pixel)), context: context(tenant: tenant))
        return response.connection ?? IntegrationsV1.Connection()
    }
}
