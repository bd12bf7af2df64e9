import Operations
import Postgres

/// The migrations of schema `events`, in their order: the files of the folder Migrations, embedded.
enum Migrations {
    static func all() throws(StartError) -> [Migration] {
        [
            try Migration(file: "v0001_events_and_deliveries.sql", sql: PackageResources.v0001_events_and_deliveries_sql)
        ]
    }
}
