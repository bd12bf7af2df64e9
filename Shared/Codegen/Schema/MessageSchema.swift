/// A message as the proto declares it, map entries left out.
struct MessageSchema {
    let name: String
    let fullName: String
    let comment: [String]
    let fields: [FieldSchema]
    let oneofs: [OneofSchema]
    let messages: [MessageSchema]
    let enums: [EnumSchema]
    /// Full names of the map entries nested in it.
    let mapEntries: [String]

    /// The message and all that are nested in it, outermost first.
    var flattened: [MessageSchema] { [self] + messages.flatMap(\.flattened) }
    /// The enums of the message and of all that are nested in it.
    var flattenedEnums: [EnumSchema] { enums + messages.flatMap(\.flattenedEnums) }
}
