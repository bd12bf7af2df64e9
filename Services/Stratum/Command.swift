import Operations

/// One command of the command line: what it takes, and what it does.
struct Command: Sendable {
    let specification: CommandSpecification
    /// Does the work. Throws `StartError` for bad usage, `RPCError` for a refused call.
    let run: @Sendable (Arguments, Session) async throws -> Void

    init(_ specification: CommandSpecification, _ run: @escaping @Sendable (Arguments, Session) async throws -> Void) {
        self.specification = specification
        self.run = run
    }

    /// Every command, in the order of the help.
    static let all: [Command] =
        ordersCommands + customersCommands + eventsCommands + deliveriesCommands + connectionsCommands + apiKeysCommands + tenantsCommands
        + sandboxCommands + databaseCommands

    /// The command that the first words call, and what follows them.
    static func find(_ words: [String]) throws(StartError) -> (Command, rest: [String]) {
        if let command = all.first(where: { words.starts(with: $0.specification.words) }) {
            return (command, Array(words.dropFirst(command.specification.words.count)))
        }
        let name = words.prefix { !$0.hasPrefix("-") }.prefix(2).joined(separator: " ")
        let names = all.map { $0.specification.words.joined(separator: " ") }
        if let group = words.first, names.contains(where: { $0.hasPrefix(group + " ") }), words.count == 1 || words[1].hasPrefix("-") {
            let choices = names.filter { $0.hasPrefix(group + " ") }.joined(separator: ", ")
            throw .configuration("\(group) is a group of commands: \(choices).")
        }
        let hint = EditDistance.nearest(to: name, among: names).map { "did you mean \($0)?" } ?? "try --help."
        throw .configuration("\"\(name)\" is no command: \(hint)")
    }

    /// The help of the whole.
    static var overview: String {
        let width = all.map { $0.specification.words.joined(separator: " ").count }.max() ?? 0
        let lines = all.map { command in
            let name = command.specification.words.joined(separator: " ")
            return "  \(name)\(String(repeating: " ", count: width - name.count + 2))\(command.specification.summary)"
        }
        return """
            stratum: Stratum's command line

            Usage: stratum COMMAND [options]; stratum COMMAND --help says more.

            \(lines.joined(separator: "\n"))

            The API key comes from STRATUM_API_KEY, else from .stratum/credentials. Addresses come from STRATUM_IDENTITY_ADDRESS,
            STRATUM_INTEGRATIONS_ADDRESS, STRATUM_EVENTS_ADDRESS and STRATUM_SANDBOX_ADDRESS. NO_COLOR switches colour off.
            Exit codes: 0 done, 1 failed, 64 bad usage or configuration, 69 something needed cannot be reached.
            """
    }
}
