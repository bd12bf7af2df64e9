/// One statement with its parameters, written as an interpolated string.
///
/// Interpolated values become `$1`, `$2` … and travel apart from the text, in binary form, so that no value can become SQL:
/// `"select name from account where id = \(id)"`. Another statement may be interpolated as a part. Raw text needs its own word,
/// `\(unescaped: …)`, and is never anything that came from outside.
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// The statement with its placeholders.
    package let text: String
    let buffer: ParameterBuffer
    /// Where the placeholders begin in `text`, in bytes of UTF-8, to renumber them when this becomes a part of another statement.
    let placeholders: [Int]

    package init(stringLiteral text: String) {
        self.text = text
        buffer = ParameterBuffer()
        placeholders = []
    }

    package init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        buffer = stringInterpolation.buffer
        placeholders = stringInterpolation.placeholders
    }

    /// Statements or parts of one, with a separator between them.
    package static func joined(_ parts: [SQL], separator: String) -> SQL {
        var interpolation = StringInterpolation(literalCapacity: 64, interpolationCount: parts.count)
        for (index, part) in parts.enumerated() {
            if index > 0 { interpolation.appendLiteral(separator) }
            interpolation.appendInterpolation(part)
        }
        return SQL(stringInterpolation: interpolation)
    }
}
