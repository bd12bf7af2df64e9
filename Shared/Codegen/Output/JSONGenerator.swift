/// Writes the proto3 JSON mapping of the messages of one proto file.
struct JSONGenerator {
    /// Messages whose JSON form is their own; written by hand in Messages/WellKnown.
    static let wellKnown: Set<String> = Set(
        [
            "Any", "BoolValue", "BytesValue", "DoubleValue", "Duration", "FieldMask", "FloatValue", "Int32Value", "Int64Value", "ListValue",
            "StringValue", "Struct", "Timestamp", "UInt32Value", "UInt64Value", "Value",
        ].map { "google.protobuf.\($0)" })

    let schema: Schema
    let file: FileSchema
    let parameters: GeneratorParameters

    /// Nil when there is nothing to write.
    func generate() -> String? {
        let messages = file.allMessages.filter { !Self.wellKnown.contains($0.fullName) }
        guard !messages.isEmpty else { return nil }
        var out = SourceWriter(source: file.name)
        if parameters.importsMessages { out.line("package import Messages") }
        for message in messages {
            out.line()
            out.block("extension \(schema.swiftType(message.fullName))") { out in
                out.block("package func writeJSONFields(to json: inout JSONWriter) throws(JSONError)") { writeWriter(message, to: &$0) }
                out.line()
                out.block("package mutating func readJSON(field name: String, from json: inout JSONReader) throws(JSONError) -> Int32") {
                    writeReader(message, to: &$0)
                }
            }
        }
        return out.text
    }

    private func writeWriter(_ message: MessageSchema, to out: inout SourceWriter) {
        var written: Set<Int> = []
        for field in message.fields {
            let names = "\"\(field.jsonName)\", \"\(field.name)\""
            let property = "self.\(SwiftNames.property(field.name))"
            switch field.cardinality {
            case .implicit: out.line("try json.implicit(\(names), \(property))")
            case .optional: out.line("try json.optional(\(names), \(property))")
            case .repeated: out.line("try json.repeated(\(names), \(property))")
            case .map: out.line("try json.map(\(names), \(property))")
            case .member(let index):
                guard written.insert(index).inserted else { continue }
                writeWriter(message.oneofs[index], to: &out)
            }
        }
    }

    private func writeWriter(_ oneof: OneofSchema, to out: inout SourceWriter) {
        out.line("switch self.\(SwiftNames.property(oneof.name)) {")
        for field in oneof.fields {
            out.line(
                "case .\(SwiftNames.property(field.name))(let value)?: try json.optional(\"\(field.jsonName)\", \"\(field.name)\", value)")
        }
        out.line("case nil: break")
        out.line("}")
    }

    private func writeReader(_ message: MessageSchema, to out: inout SourceWriter) {
        guard !message.fields.isEmpty else { return out.line("0") }
        out.line("switch name {")
        for field in message.fields {
            let names = field.jsonName == field.name ? "\"\(field.name)\"" : "\"\(field.jsonName)\", \"\(field.name)\""
            out.line("case \(names):")
            out.indented { out in
                if case .member(let index) = field.cardinality {
                    let oneof = "self.\(SwiftNames.property(message.oneofs[index].name))"
                    let type = schema.swiftType(field.kind)
                    out.line(
                        "if let value = try json.member(\(type).self, isSet: \(oneof) != nil) { \(oneof) = .\(SwiftNames.property(field.name))(value) }"
                    )
                } else {
                    out.line("try json.\(verb(field))(&self.\(SwiftNames.property(field.name)))")
                }
                out.line("return \(field.number)")
            }
        }
        out.line("default: return 0")
        out.line("}")
    }

    private func verb(_ field: FieldSchema) -> String {
        switch field.cardinality {
        case .implicit, .member: "implicit"
        case .optional: "optional"
        case .repeated: "repeated"
        case .map: "map"
        }
    }
}
