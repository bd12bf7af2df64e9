/// The bytes are no JSON, or not of the type that was read. RFC 8259
struct JSONSyntaxError: Error, Equatable {
    /// Where, in bytes from the start.
    let offset: Int
    /// What was wrong, e.g. `a string was expected`.
    let reason: String
}
