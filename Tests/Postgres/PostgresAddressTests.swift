import Testing

@testable import Postgres

@Suite("Postgres address")
struct PostgresAddressTests {
    @Test(arguments: [
        ("localhost:7432", "localhost", 7432), ("db.example.com", "db.example.com", 5432), ("[::1]:7432", "::1", 7432),
        ("[::1]", "::1", 5432),
        ("/run/postgresql", "/run/postgresql", 5432), ("/run/postgresql:7432", "/run/postgresql", 7432), ("127.0.0.1:1", "127.0.0.1", 1),
    ])
    func `host and port are read`(text: String, host: String, port: Int) {
        #expect(PostgresAddress(text) == PostgresAddress(host: host, port: port))
    }

    @Test(arguments: ["", ":1", "host:", "host:x", "host:0", "host:65536", "::1", "[::1", "[::1]x", "a:1:2"])
    func `what is no address is refused`(text: String) {
        #expect(PostgresAddress(text) == nil)
    }
}
