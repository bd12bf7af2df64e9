import Operations

/// What a service's executable was asked to do.
enum ServiceCommand: Equatable {
    /// Serve until a signal.
    case serve
    /// Bring the schema up to date, and end.
    case migrate
    /// Ask the running service how it is, and end.
    case health
    /// Print every setting, secrets masked, and end.
    case printConfiguration
    /// Read every setting, and end.
    case checkConfiguration
    /// Say what there is.
    case help

    /// The words for each, with what they do.
    static let words: [(word: String, command: ServiceCommand, summary: String)] = [
        ("serve", .serve, "serve until SIGTERM or SIGINT (the default)"),
        ("migrate", .migrate, "bring the schema up to date, and end"),
        ("health", .health, "ask the running service; ends with 0 when it is SERVING, 1 when not, 69 when it is not there"),
        ("--print-config", .printConfiguration, "print every setting, secrets masked"),
        ("--check-config", .checkConfiguration, "read every setting and say what is wrong"),
        ("--help", .help, "say this"),
    ]

    /// Reads the arguments after the program's name.
    init(_ arguments: [String]) throws(StartError) {
        guard let word = arguments.first else {
            self = .serve
            return
        }
        guard arguments.count == 1, let known = Self.words.first(where: { $0.word == word || (word == "-h" && $0.command == .help) }) else {
            let unknown = arguments.count == 1 ? word : arguments.dropFirst().first ?? word
            throw .configuration("\"\(unknown)\" is not understood here: try --help.")
        }
        self = known.command
    }
}
