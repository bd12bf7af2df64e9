/// An extension of somebody else's message.
struct ExtensionSchema {
    let fullName: String
    /// Full name of the message that is extended.
    let extendee: String
    let number: Int32
}
