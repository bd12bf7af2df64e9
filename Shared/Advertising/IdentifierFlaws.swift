/// Everything that is wrong with a person's data: at least one flaw.
package struct IdentifierFlaws: Error, Sendable, Hashable, CustomStringConvertible {
    package let flaws: [IdentifierFlaw]

    package var description: String { flaws.map(\.description).joined(separator: "; ") }
}
