/// A name that people read: 1 to 200 characters on one line, with something visible in it. White space around it is taken off.
struct DisplayName: Hashable, Sendable {
    /// The name, without white space around it.
    let text: String

    /// Unicode scalars, which is what PostgreSQL counts too.
    static let lengthMax = 200

    init(_ text: String, field: String) throws(FieldRefusal) {
        let scalars = text.unicodeScalars
        // Before anything walks the text: it is as long as the message limit allows.
        guard text.utf8.count <= Self.lengthMax * 4 + 64 else { throw Self.tooLong(field) }
        guard scalars.allSatisfy({ !Self.isForbidden($0) }) else {
            throw FieldRefusal(field: field, description: "must not hold control characters or line breaks")
        }
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else {
            throw FieldRefusal(field: field, description: "must not be empty")
        }
        let trimmed = scalars[first...last]
        guard trimmed.count <= Self.lengthMax else { throw Self.tooLong(field) }
        self.text = String(String.UnicodeScalarView(trimmed))
    }

    private static func tooLong(_ field: String) -> FieldRefusal {
        FieldRefusal(field: field, description: "must have at most \(lengthMax) characters")
    }

    /// What would break a line, or turn the reading direction of what stands after it.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate: true
        case .format: scalar.value != 0x200D  // Emoji are joined by it.
        default: false
        }
    }
}
