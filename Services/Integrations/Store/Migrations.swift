import Operations
import Postgres

/// The migrations of schema `integrations`, in their order: the files of the folder Migrations, embedded.
enum Migrations {
    static func all() throws(StartError) -> [Migration] {
        [
            try Migration(file: "v0001_connections.sql", sql: PackageResources.v0001_connections_sql)
        ]
    }
}
