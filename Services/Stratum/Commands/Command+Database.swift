import Operations
import Postgres

extension Command {
    static let databaseCommands = [
        Command(
            CommandSpecification(
                "database prepare", "make the database, a schema for each service, and its three roles; can be repeated"),
            prepareDatabase)
    ]

    /// The services that own a schema.
    private static let services = ["identity", "integrations", "events"]

    /// The administrator comes from `STRATUM_DATABASE_ADDRESS`, `_USER` and `_PASSWORD_FILE`; each role's password from the file of its name
    /// in `STRATUM_DATABASE_PASSWORDS_DIRECTORY`.
    @Sendable private static func prepareDatabase(_ arguments: Arguments, _ session: Session) async throws {
        let environment = session.environment
        let text = try environment.string(
            "STRATUM_DATABASE_ADDRESS", default: "127.0.0.1:7432", "host:port, or the directory of the server's Unix socket and the port.")
        guard let address = PostgresAddress(text) else {
            throw StartError.configuration("STRATUM_DATABASE_ADDRESS is \"\(text)\": host:port or /directory:port is needed.")
        }
        let user = try environment.string("STRATUM_DATABASE_USER", default: "postgres", "A superuser.")
        let name = try environment.string("STRATUM_DATABASE_NAME", default: "stratum", "The database.")
        let password = try environment.optionalSecret("STRATUM_DATABASE_PASSWORD_FILE", "The superuser's password.")
        let directory = try environment.requiredString(
            "STRATUM_DATABASE_PASSWORDS_DIRECTORY", "A folder with a file of each role's password, named as the role.")
        let roles = try services.map { service in
            ServiceRoles(
                service: service, ownerPassword: try rolePassword("\(service)_owner", in: directory),
                password: try rolePassword(service, in: directory), workerPassword: try rolePassword("\(service)_worker", in: directory))
        }
        let administrator = PostgresConfiguration(address: address, database: "postgres", user: user, password: password?.revealText())
        try await DatabasePreparation(database: name, services: roles).run(as: administrator, on: session.loop)
        session.terminal.say("the database \(name) is ready for \(services.joined(separator: ", "))")
        session.terminal.json(#"{"database":"\#(name)"}"#)
    }

    private static func rolePassword(_ role: String, in directory: String) throws -> String {
        let path = "\(directory)/\(role)"
        do {
            let password = String(decoding: try File.read(path), as: UTF8.self).trimmed
            guard !password.isEmpty else { throw StartError.configuration("\(path) is empty: the password of \(role) is needed.") }
            return password
        } catch let error as File.Failure {
            throw StartError.configuration("The password of \(role) cannot be read: \(error).")
        }
    }
}
