/// What a command takes: the one table that parsing, help and suggestions are made from.
struct CommandSpecification: Sendable {
    /// An option, `--name VALUE`, or a flag, `--name`.
    struct Option: Sendable {
        let name: String
        /// What the value is called in the help; nil for a flag.
        let value: String?
        let summary: String
        let isRequired: Bool

        static func flag(_ name: String, _ summary: String) -> Option {
            Option(name: name, value: nil, summary: summary, isRequired: false)
        }

        static func option(_ name: String, _ value: String, _ summary: String, isRequired: Bool = false) -> Option {
            Option(name: name, value: value, summary: summary, isRequired: isRequired)
        }
    }

    /// The words that call it: `["orders", "import"]`.
    let words: [String]
    let summary: String
    /// Names of what stands without a `--`, each required; a last one that ends in `…` takes any number, at least one.
    let operands: [String]
    let options: [Option]
    /// An example line, without the program's name.
    let example: String?

    init(_ words: String, _ summary: String, operands: [String] = [], options: [Option] = [], example: String? = nil) {
        self.words = words.split(separator: " ").map(String.init)
        self.summary = summary
        self.operands = operands
        self.options = options
        self.example = example
    }

    /// What every command takes.
    static let commonOptions: [Option] = [
        .flag("json", "one JSON object a line, and nothing else on standard output"),
        .flag("help", "say this"),
    ]

    /// The help of this command.
    var help: String {
        var lines = ["stratum \(words.joined(separator: " ")): \(summary)", "", "Usage: stratum \(usage)", ""]
        let all = options + Self.commonOptions
        let width = all.map { Self.synopsis($0).count }.max() ?? 0
        for option in all {
            let synopsis = Self.synopsis(option)
            let padding = String(repeating: " ", count: width - synopsis.count + 2)
            lines.append("  \(synopsis)\(padding)\(option.summary)\(option.isRequired ? " (needed)" : "")")
        }
        if let example { lines += ["", "Example: stratum \(example)"] }
        return lines.joined(separator: "\n")
    }

    private var usage: String {
        let needed = options.filter(\.isRequired).map(Self.synopsis)
        return (words + operands + needed + ["[options]"]).joined(separator: " ")
    }

    private static func synopsis(_ option: Option) -> String {
        "--\(option.name)" + (option.value.map { " \($0)" } ?? "")
    }
}
