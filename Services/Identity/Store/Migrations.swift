import Operations
import Postgres

/// The migrations of schema `identity`, in their order: the files of the folder Migrations, embedded.
enum Migrations {
    static func all() throws(StartError) -> [Migration] {
        [
            try Migration(file: "v0001_tenants_and_api_keys.sql", sql: PackageResources.v0001_tenants_and_api_keys_sql)
        ]
    }
}
