import Operations

/// The arguments of one command, read by its specification.
struct Arguments: Sendable {
    private(set) var operands: [String] = []
    private var values: [String: String] = [:]
    private var flags: Set<String> = []
    private let specification: CommandSpecification

    /// Reads what follows the command's words. Throws with exit code 64 and a sentence that says what is wrong and what there is.
    init(_ arguments: [String], for specification: CommandSpecification) throws(StartError) {
        self.specification = specification
        let options = specification.options + CommandSpecification.commonOptions
        var rest = arguments[...]
        var isAfterSeparator = false
        while let argument = rest.popFirst() {
            if isAfterSeparator || !argument.hasPrefix("--") {
                operands.append(argument)
            } else if argument == "--" {
                isAfterSeparator = true
            } else {
                try read(argument.dropFirst(2), rest: &rest, options: options)
            }
        }
        if wantsHelp { return }
        try checkOperands()
        for option in specification.options where option.isRequired && values[option.name] == nil {
            throw .configuration("--\(option.name) \(option.value ?? "") is needed: \(option.summary).")
        }
    }

    private mutating func read(
        _ text: Substring, rest: inout ArraySlice<String>, options: [CommandSpecification.Option]
    ) throws(StartError) {
        let name = String(text.prefix { $0 != "=" })
        guard let option = options.first(where: { $0.name == name }) else {
            let hint = EditDistance.nearest(to: name, among: options.map(\.name)).map { "did you mean --\($0)?" } ?? "try --help."
            throw .configuration("--\(name) is no option of \(commandName): \(hint)")
        }
        guard option.value != nil else {
            guard !text.contains("=") else { throw .configuration("--\(name) takes no value.") }
            flags.insert(name)
            return
        }
        if text.contains("=") {
            values[name] = String(text.dropFirst(name.count + 1))
        } else if let value = rest.popFirst() {
            values[name] = value
        } else {
            throw .configuration("--\(name) needs a value: \(option.value ?? "").")
        }
    }

    private func checkOperands() throws(StartError) {
        let wanted = specification.operands
        let takesMany = wanted.last?.hasSuffix("…") ?? false
        if operands.count < wanted.count {
            throw .configuration("\(commandName) needs \(wanted[operands.count]): try --help.")
        }
        if operands.count > wanted.count, !takesMany {
            throw .configuration("\"\(operands[wanted.count])\" is one word too many for \(commandName): try --help.")
        }
    }

    private var commandName: String { specification.words.joined(separator: " ") }

    // MARK: What was given

    var wantsHelp: Bool { flags.contains("help") }

    func has(_ flag: String) -> Bool { flags.contains(flag) }

    /// The text of an option; nil when it was not given.
    subscript(name: String) -> String? { values[name] }

    /// The text of an option that the specification calls needed.
    func required(_ name: String) throws(StartError) -> String {
        guard let value = values[name] else { throw .configuration("--\(name) is needed.") }
        return value
    }

    /// A whole number within limits.
    func int(_ name: String, default preset: Int, in limits: ClosedRange<Int>) throws(StartError) -> Int {
        guard let text = values[name] else { return preset }
        guard let number = Int(text), limits.contains(number) else {
            throw .configuration("--\(name) is \"\(text)\": a whole number from \(limits.lowerBound) to \(limits.upperBound) is needed.")
        }
        return number
    }

    /// One word of a list.
    func choice<Choice>(_ name: String, among choices: [(word: String, choice: Choice)]) throws(StartError) -> Choice? {
        guard let text = values[name] else { return nil }
        guard let found = choices.first(where: { $0.word == text.lowercased() }) else {
            let words = choices.map(\.word).joined(separator: ", ")
            throw .configuration("--\(name) is \"\(text)\": one of \(words) is needed.")
        }
        return found.choice
    }
}
