/// One proto file.
struct FileSchema {
    let name: String
    let package: String
    let dependencies: [String]
    let messages: [MessageSchema]
    let enums: [EnumSchema]
    let services: [ServiceSchema]
    /// Full names of the extensions it declares, with what they extend.
    let extensions: [ExtensionSchema]
    /// The serialised FileDescriptorProto without source information.
    let descriptor: [UInt8]

    /// Every message, nested ones included.
    var allMessages: [MessageSchema] { messages.flatMap(\.flattened) }
    /// Every enum, nested ones included.
    var allEnums: [EnumSchema] { enums + messages.flatMap(\.flattenedEnums) }
}
