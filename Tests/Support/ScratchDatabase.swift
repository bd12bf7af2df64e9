import Foundation

/// A database of a suite's own in the cluster of this test process, with an owner who is no superuser.
package struct ScratchDatabase: Sendable {
    package let cluster: ScratchCluster
    package let name: String
    /// Owns the database; no superuser, and row security binds it.
    package let user: String
    package let password: String

    package var host: String { cluster.host }
    package var port: Int { cluster.port }

    /// Makes a database; it lives as long as its cluster.
    package static func make(in cluster: ScratchCluster? = nil) async throws -> ScratchDatabase {
        let cluster = if let cluster { cluster } else { try await ScratchCluster.shared() }
        let suffix = UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "").prefix(12)
        let database = ScratchDatabase(cluster: cluster, name: "test_\(suffix)", user: "tester_\(suffix)", password: UUID().uuidString)
        try await cluster.sql(
            """
            create role \(database.user) login password '\(database.password)' nosuperuser nobypassrls;
            create database \(database.name) owner \(database.user);
            """)
        return database
    }

    /// Runs statements as the superuser in this database, and returns the rows, columns separated by `|`.
    @discardableResult
    package func sqlAsSuperuser(_ text: String) async throws -> String {
        try await cluster.sql(text, database: name)
    }
}
