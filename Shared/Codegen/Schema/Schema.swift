/// Everything that one run of the generator knows: the files to generate and all they import.
struct Schema {
    /// In the order of protoc: a file after what it imports.
    let files: [FileSchema]
    /// Names of the files to generate.
    let generated: Set<String>
    /// Messages by full name.
    let messages: [String: MessageSchema]
    /// Enums by full name.
    let enums: [String: EnumSchema]

    /// The proto package of each message and enum, by full name.
    private let packages: [String: String]

    init(files: [FileSchema], generated: Set<String>) {
        self.files = files
        self.generated = generated
        messages = Dictionary(uniqueKeysWithValues: files.flatMap(\.allMessages).map { ($0.fullName, $0) })
        packages = Dictionary(
            uniqueKeysWithValues: files.flatMap { file in
                (file.allMessages.map(\.fullName) + file.allEnums.map(\.fullName)).map { ($0, file.package) }
            })
        enums = Dictionary(uniqueKeysWithValues: files.flatMap(\.allEnums).map { ($0.fullName, $0) })
    }

    var generatedFiles: [FileSchema] { files.filter { generated.contains($0.name) } }

    /// The Swift type of a message or an enum.
    func swiftType(_ fullName: String) -> String {
        SwiftNames.type(fullName, package: packages[fullName] ?? "")
    }

    /// The Swift type of one value of a field.
    func swiftType(_ kind: FieldKind) -> String {
        switch kind {
        case .int32, .sint32, .sfixed32: "Int32"
        case .int64, .sint64, .sfixed64: "Int64"
        case .uint32, .fixed32: "UInt32"
        case .uint64, .fixed64: "UInt64"
        case .float: "Float"
        case .double: "Double"
        case .bool: "Bool"
        case .string: "String"
        case .bytes: "[UInt8]"
        case .enumeration(let name), .message(let name): swiftType(name)
        case .map(_, let key, let value): "[\(swiftType(key)): \(swiftType(value))]"
        }
    }

    /// The Swift name of an enum's default, the value 0.
    func defaultCase(ofEnum fullName: String) -> String {
        guard let schema = enums[fullName], let zero = schema.values.first(where: { $0.number == 0 }) else { return "unrecognized(0)" }
        return SwiftNames.enumCase(zero.name, of: schema.name)
    }

    /// Whether a field makes its message recursive: its type leads back to the message.
    func isRecursive(_ field: FieldSchema, in message: String) -> Bool {
        guard case .message(let type) = field.kind else { return false }
        var seen: Set<String> = []
        var pending = [type]
        while let next = pending.popLast() {
            if next == message { return true }
            if seen.insert(next).inserted { pending += inlineMessages(of: next) }
        }
        return false
    }

    private func inlineMessages(of fullName: String) -> [String] {
        messages[fullName]?.fields.compactMap { field in
            guard case .message(let type) = field.kind else { return nil }
            if case .repeated = field.cardinality { return nil }
            return type
        } ?? []
    }
}
