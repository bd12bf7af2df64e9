/// What is wrong with one field of a person's data. Names the field and the reason, never the value.
package struct IdentifierFlaw: Error, Sendable, Hashable, CustomStringConvertible {
    package let field: IdentifierField
    package let reason: String

    /// `user_data.email: not an address`.
    package var description: String { "user_data.\(field.rawValue): \(reason)" }
}
