/// Writes the Swift values of one proto file: structs, oneofs and open enums with the proto's comments.
struct ValueGenerator {
    let schema: Schema
    let file: FileSchema
    let parameters: GeneratorParameters

    func generate() -> String {
        var out = SourceWriter(source: file.name)
        if parameters.importsMessages { out.line("package import Messages") }
        out.line()
        out.block("extension \(SwiftNames.namespace(file.package))") { out in
            for (index, message) in file.messages.enumerated() {
                if index > 0 { out.line() }
                write(message, to: &out)
            }
            for (index, proto) in file.enums.enumerated() {
                if index > 0 || !file.messages.isEmpty { out.line() }
                EnumGenerator(proto: proto).write(to: &out)
            }
        }
        return out.text
    }

    /// Comments of Google's own files are theirs; their types go by their names.
    private func comment(_ lines: [String]) -> [String] {
        file.package == "google.protobuf" ? [] : lines
    }

    private func write(_ message: MessageSchema, to out: inout SourceWriter) {
        out.comment(comment(message.comment), otherwise: "\(message.fullName).")
        out.block("package struct \(SwiftNames.escaped(message.name)): GeneratedMessage") { out in
            for property in properties(of: message) { write(property, of: message, to: &out) }
            out.line("package var unknownFields = UnknownFields()")
            out.line()
            out.line("package init() {}")
            writeMemberwiseInit(message, to: &out)
            for oneof in message.oneofs where !oneof.fields.isEmpty {
                out.line()
                write(oneof, of: message, to: &out)
            }
            for proto in message.enums {
                out.line()
                EnumGenerator(proto: proto).write(to: &out)
            }
            for nested in message.messages {
                out.line()
                write(nested, to: &out)
            }
        }
    }

    // MARK: Properties

    /// A stored property: a field, or a oneof in the place of its first member.
    private struct Property {
        let name: String
        let type: String
        let defaultValue: String
        let comment: [String]
        let isBoxed: Bool
        let protoName: String
    }

    private func properties(of message: MessageSchema) -> [Property] {
        var written: Set<Int> = []
        return message.fields.compactMap { field in
            if case .member(let index) = field.cardinality {
                guard written.insert(index).inserted else { return nil }
                let oneof = message.oneofs[index]
                return Property(
                    name: SwiftNames.property(oneof.name), type: "\(SwiftNames.oneofType(oneof.name))?", defaultValue: "nil",
                    comment: comment(oneof.comment), isBoxed: false, protoName: oneof.name)
            }
            return property(field, of: message)
        }
    }

    private func property(_ field: FieldSchema, of message: MessageSchema) -> Property {
        let type: String
        let defaultValue: String
        switch field.cardinality {
        case .implicit, .member:
            type = schema.swiftType(field.kind)
            defaultValue = self.defaultValue(field.kind)
        case .optional:
            type = schema.swiftType(field.kind) + "?"
            defaultValue = "nil"
        case .repeated:
            type = "[\(schema.swiftType(field.kind))]"
            defaultValue = "[]"
        case .map:
            type = schema.swiftType(field.kind)
            defaultValue = "[:]"
        }
        var isBoxed = false
        if case .optional = field.cardinality { isBoxed = schema.isRecursive(field, in: message.fullName) }
        return Property(
            name: SwiftNames.property(field.name), type: type, defaultValue: defaultValue, comment: comment(field.comment),
            isBoxed: isBoxed,
            protoName: field.name)
    }

    private func defaultValue(_ kind: FieldKind) -> String {
        switch kind {
        case .bool: "false"
        case .string: "\"\""
        case .bytes: "[]"
        case .enumeration(let name): ".\(schema.defaultCase(ofEnum: name))"
        case .message, .map: "nil"
        default: "0"
        }
    }

    private func write(_ property: Property, of message: MessageSchema, to out: inout SourceWriter) {
        out.comment(property.comment, otherwise: "The proto's `\(property.protoName)`.")
        guard property.isBoxed else { return out.line("package var \(property.name): \(property.type) = \(property.defaultValue)") }
        let box = SwiftNames.bareProperty(property.protoName) + "Box"
        out.block("package var \(property.name): \(property.type)") { out in
            out.line("get { \(box)?.value }")
            out.line("set { \(box) = newValue.map { Box($0) } }")
        }
        out.line("private var \(box): Box<\(property.type.dropLast())>?")
    }

    private func writeMemberwiseInit(_ message: MessageSchema, to out: inout SourceWriter) {
        let properties = properties(of: message)
        guard !properties.isEmpty else { return }
        out.line()
        out.line("package init(")
        out.indented { out in
            for (index, property) in properties.enumerated() {
                let comma = index + 1 < properties.count ? "," : ""
                out.line("\(property.name): \(property.type) = \(property.defaultValue)\(comma)")
            }
        }
        out.block(")") { out in
            for property in properties { out.line("self.\(property.name) = \(property.name)") }
        }
    }

    // MARK: Oneofs

    private func write(_ oneof: OneofSchema, of message: MessageSchema, to out: inout SourceWriter) {
        let isRecursive = oneof.fields.contains { schema.isRecursive($0, in: message.fullName) }
        out.comment(comment(oneof.comment), otherwise: "The proto's oneof `\(oneof.name)`.")
        let keyword = isRecursive ? "indirect enum" : "enum"
        out.block("package \(keyword) \(SwiftNames.oneofType(oneof.name)): Sendable, Equatable") { out in
            for field in oneof.fields {
                out.comment(comment(field.comment), otherwise: "The proto's `\(field.name)`.")
                out.line("case \(SwiftNames.property(field.name))(\(schema.swiftType(field.kind)))")
            }
        }
    }
}
