/// One field of a message as the proto declares it.
struct FieldSchema {
    /// How often the field may occur, and whether its absence can be told.
    enum Cardinality {
        /// No presence: absent is the default.
        case implicit
        /// `optional`, or a sub-message.
        case optional
        case repeated
        case map
        /// A member of the oneof at this index of the message's `oneofs`.
        case member(Int)
    }

    let name: String
    let jsonName: String
    let number: Int32
    let kind: FieldKind
    let cardinality: Cardinality
    /// The oneof that stands for presence in the lowered proto, e.g. `_value`; only for `optional` scalars.
    let presenceOneof: String?
    let comment: [String]
}
