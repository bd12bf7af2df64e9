import EventLoop
import Glibc
import Testing

@testable import HTTP2

@Suite("Addresses, listening and connecting", .timeLimit(.minutes(1)))
struct SocketTests {
    @Test(arguments: ["127.0.0.1:7401", "[::1]:7401", "localhost:80", "a.b.example:65535"])
    func `an endpoint is read and written the same`(text: String) throws {
        #expect(try Endpoint(text).description == text)
    }

    @Test(arguments: ["", "127.0.0.1", ":80", "host:", "host:x", "host:65536", "::1:80", "host:-1"])
    func `what is not host and port is refused`(text: String) {
        #expect { try Endpoint(text) } throws: { ($0 as? HTTP2Error)?.kind == .badAddress }
    }

    @Test func `several sockets share a free port, and the port is then taken`() throws {
        let sockets = try ListeningSocket.open(Endpoint("127.0.0.1:0"), count: 3)
        defer { for socket in sockets { close(socket) } }
        let address = try #require(ListeningSocket.address(of: sockets[0]))
        #expect(address.port != 0)
        #expect(sockets.allSatisfy { ListeningSocket.address(of: $0) == address })
        #expect { _ = try ListeningSocket.open(Endpoint(address.description), count: 1) } throws: {
            ($0 as? HTTP2Error)?.kind == .takenPort
        }
    }

    @Test func `a listen address must be numeric`() {
        #expect { _ = try ListeningSocket.open(Endpoint("localhost:0"), count: 1) } throws: { ($0 as? HTTP2Error)?.kind == .badAddress }
    }

    @Test func `a name is resolved off the loop and the addresses are tried`() async throws {
        try await Site.run { site in
            let outcome = await connect("localhost", site.port, loop: site.loop)
            try #expect(outcome.get() == .client)
        }
    }

    @Test func `nobody listening is an error that says where`() async throws {
        try await Site.run { site in
            let free = try ListeningSocket.open(Endpoint("127.0.0.1:0"), count: 1)[0]
            let port = try #require(ListeningSocket.address(of: free)?.port)
            close(free)
            let outcome = await connect("127.0.0.1", port, loop: site.loop)
            #expect(throws: HTTP2Error(.system(ECONNREFUSED), "127.0.0.1:\(port): Connection refused")) { try outcome.get() }
        }
    }

    @Test func `an unknown name is an error`() async throws {
        try await Site.run { site in
            let outcome = await connect("no-such-name.invalid", 80, loop: site.loop)
            #expect { _ = try outcome.get() } throws: { ($0 as? HTTP2Error)?.kind == .unknownHost }
        }
    }

    private func connect(_ host: String, _ port: UInt16, loop: EventLoop) async -> Result<HTTP2Connection.Role, HTTP2Error> {
        let quiet = Quiet()
        return await withCheckedContinuation { continuation in
            loop.execute {
                let connector = HTTP2Connector(
                    endpoint: Endpoint(host: host, port: port), loop: loop, configuration: HTTP2Configuration())
                connector.connect(timeout: .seconds(10), delegate: quiet) { result in
                    continuation.resume(returning: result.map(\.role))
                    if case .success(let connection) = result { connection.close() }
                    withExtendedLifetime(connector) {}
                }
            }
        }
    }

    private final class Quiet: HTTP2ConnectionDelegate, @unchecked Sendable {}
}
