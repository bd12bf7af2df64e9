/// What a service was asked to do on its command line.
package enum LaunchMode: Sendable, Equatable {
    /// Serve until a signal.
    case run
    /// `--print-config`: print every setting, secrets masked, and stop.
    case printConfiguration
    /// `--check-config`: read every setting and stop.
    case checkConfiguration
    /// `--help`.
    case help

    /// Reads the arguments after the program's name.
    package init(arguments: some Sequence<String>) throws(StartError) {
        self = .run
        for argument in arguments {
            switch argument {
            case "--print-config": self = .printConfiguration
            case "--check-config": self = .checkConfiguration
            case "--help", "-h":
                self = .help
                return
            default:
                let known = ["--print-config", "--check-config", "--help"]
                let hint = EditDistance.nearest(to: argument, among: known).map { "; did you mean \($0)?" } ?? "; try --help."
                throw .configuration("\(argument) is no option\(hint)")
            }
        }
    }
}
