/// What is wrong with one field of a request: the field's path as the caller wrote it, and a sentence that never repeats the value.
struct FieldRefusal: Error, Equatable {
    /// The path of the field, e.g. `scopes[2]`.
    var field: String
    /// What is wrong with it.
    var description: String
}
