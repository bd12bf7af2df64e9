import Foundation
import TestSupport
import Testing

@Suite("Scratch cluster")
struct ScratchClusterTests {
    @Test func `a suite's database is its own, durable, and its user is no superuser`() async throws {
        let database = try await ScratchDatabase.make()
        #expect(try await database.sqlAsSuperuser("show fsync") == "on")
        let query = "select rolsuper or rolbypassrls from pg_roles where rolname = '\(database.user)'"
        #expect(try await database.sqlAsSuperuser(query) == "f")
    }
}
