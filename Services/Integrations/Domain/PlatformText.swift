/// Words that come from a platform, made fit to be stored and shown: one line, no control characters, 500 characters at most.
///
/// Nothing in them can be trusted, and nothing in them is worth refusing the rest for.
struct PlatformText: Equatable, Sendable {
    /// The words.
    let text: String

    static let lengthMax = 500

    init(_ text: String) {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(Self.lengthMax) {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .format, .unassigned, .privateUse, .surrogate: line.append(" ")
            default: line.append(scalar)
            }
        }
        self.text = String(line)
    }
}
