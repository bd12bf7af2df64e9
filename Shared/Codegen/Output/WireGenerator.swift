/// Writes how the values of one proto file go into protobuf-c's structs and come out of them.
struct WireGenerator {
    let schema: Schema
    let file: FileSchema
    let parameters: GeneratorParameters

    func generate() -> String {
        var out = SourceWriter(source: file.name)
        out.line("import \(parameters.cModule)")
        if parameters.importsMessages { out.line("package import Messages") }
        for message in file.allMessages {
            out.line()
            write(message, to: &out)
        }
        return out.text
    }

    private func write(_ message: MessageSchema, to out: inout SourceWriter) {
        let type = CNames.type(message.fullName)
        out.block("extension \(schema.swiftType(message.fullName))") { out in
            out.line("package static var fullName: String { \"\(message.fullName)\" }")
            out.line("package static var descriptor: UnsafeRawPointer { UnsafeRawPointer(\(CNames.stem(message.fullName))__address()) }")
            out.line()
            out.block("package func fill(_ memory: UnsafeMutableRawPointer, from arena: Arena)") { out in
                out.line("let c = memory.assumingMemoryBound(to: \(type).self)")
                writeFill(message, to: &out)
            }
            out.line()
            out.block("package init(copying memory: UnsafeRawPointer, in arena: Arena) throws(UnpackError)") { out in
                out.line("let c = memory.assumingMemoryBound(to: \(type).self)")
                writeCopy(message, to: &out)
            }
        }
    }

    // MARK: Packing

    private func writeFill(_ message: MessageSchema, to out: inout SourceWriter) {
        for field in message.fields { writeFill(field, to: &out) }
        for oneof in message.oneofs where !oneof.fields.isEmpty {
            out.line("switch self.\(SwiftNames.property(oneof.name)) {")
            for field in oneof.fields {
                out.line("case .\(SwiftNames.property(field.name))(let value)?:")
                out.indented { out in
                    out.line("c.pointee.\(CNames.caseField(oneof: oneof.name)) = .init(rawValue: \(field.number))")
                    out.line(assignment(field.kind, target: "c.pointee.\(CNames.field(field.name))", value: "value"))
                }
            }
            out.line("case nil: break")
            out.line("}")
        }
        let floats = message.fields.filter(\.canHoldNegativeZero)
        guard !floats.isEmpty else { return out.line("arena.keep(self.unknownFields, in: &c.pointee.base)") }
        out.line("var kept = self.unknownFields")
        for field in floats { out.line("kept.keepNegativeZero(self.\(SwiftNames.property(field.name)), field: \(field.number))") }
        out.line("arena.keep(kept, in: &c.pointee.base)")
    }

    private func writeFill(_ field: FieldSchema, to out: inout SourceWriter) {
        let target = "c.pointee.\(CNames.field(field.name))"
        let value = "self.\(SwiftNames.property(field.name))"
        switch field.cardinality {
        case .member: return
        case .implicit: out.line(assignment(field.kind, target: target, value: value))
        case .optional:
            out.block("if let value = \(value)") { out in
                if let oneof = field.presenceOneof {
                    out.line("c.pointee.\(CNames.caseField(oneof: oneof)) = .init(rawValue: \(field.number))")
                }
                out.line(assignment(field.kind, target: target, value: "value"))
            }
        case .repeated:
            out.line("c.pointee.\(CNames.count(field.name)) = \(value).count")
            out.line("\(target) = \(array(field.kind, value: value))")
        case .map:
            guard case .map(let entry, let key, let valueKind) = field.kind else { return }
            out.line("c.pointee.\(CNames.count(field.name)) = \(value).count")
            let address = "\(CNames.stem(entry))__address()"
            out.block("\(target) = arena.entries(\(value), descriptor: \(address), as: \(CNames.type(entry)).self)", closing: "}") { out in
                out.line("entry, key, value in")
                out.line(assignment(key, target: "entry.pointee.key", value: "key"))
                out.line(assignment(valueKind, target: "entry.pointee.value", value: "value"))
                guard valueKind.isFloatingPoint else { return }
                out.line("var kept = UnknownFields()")
                out.line("kept.keepNegativeZero(value, field: 2)")
                out.line("arena.keep(kept, in: &entry.pointee.base)")
            }
        }
    }

    private func assignment(_ kind: FieldKind, target: String, value: String) -> String {
        switch kind {
        case .bool: "\(target) = \(value) ? 1 : 0"
        case .string: "\(target) = arena.string(\(value))"
        case .bytes: "\(target) = arena.bytes(\(value))"
        case .enumeration: "\(target) = \(value).rawValue"
        case .message(let name): "\(target) = arena.message(\(value), as: \(CNames.type(name)).self)"
        default: "\(target) = \(value)"
        }
    }

    private func array(_ kind: FieldKind, value: String) -> String {
        switch kind {
        case .bool: "arena.array(\(value)) { $0 ? 1 : 0 }"
        case .string: "arena.array(\(value)) { arena.string($0) }"
        case .bytes: "arena.array(\(value)) { arena.bytes($0) }"
        case .enumeration: "arena.array(\(value)) { $0.rawValue }"
        case .message(let name): "arena.array(\(value)) { arena.message($0, as: \(CNames.type(name)).self) }"
        default: "arena.array(\(value)) { $0 }"
        }
    }

    // MARK: Unpacking

    private func writeCopy(_ message: MessageSchema, to out: inout SourceWriter) {
        out.line("self.init()")
        for field in message.fields { writeCopy(field, to: &out) }
        for oneof in message.oneofs where !oneof.fields.isEmpty {
            out.line("switch c.pointee.\(CNames.caseField(oneof: oneof.name)).rawValue {")
            for field in oneof.fields {
                let name = SwiftNames.property(field.name)
                out.line("case \(field.number): self.\(SwiftNames.property(oneof.name)) = .\(name)(\(value(field, in: "c.pointee")))")
            }
            out.line("default: break")
            out.line("}")
        }
        out.line("self.unknownFields = UnknownFields(copying: c.pointee.base)")
    }

    private func writeCopy(_ field: FieldSchema, to out: inout SourceWriter) {
        let source = "c.pointee.\(CNames.field(field.name))"
        let name = "self.\(SwiftNames.property(field.name))"
        switch field.cardinality {
        case .member: return
        case .implicit: out.line("\(name) = \(value(field, in: "c.pointee"))")
        case .optional:
            if let oneof = field.presenceOneof {
                let condition = "c.pointee.\(CNames.caseField(oneof: oneof)).rawValue == \(field.number)"
                out.line("if \(condition) { \(name) = \(value(field, in: "c.pointee")) }")
            } else {
                out.line("if let value = \(source) { \(name) = try arena.value(value) }")
            }
        case .repeated:
            let count = "c.pointee.\(CNames.count(field.name))"
            out.line("\(name) = \(arrayValue(field, source: source, count: count))")
        case .map:
            guard case .map(_, let key, let valueKind) = field.kind else { return }
            let count = "c.pointee.\(CNames.count(field.name))"
            out.line("try arena.charge(\(count), of: (\(schema.swiftType(key)), \(schema.swiftType(valueKind))).self)")
            out.line("\(name).reserveCapacity(\(count))")
            out.block("for entry in arena.elements(\(source), \(count))") { out in
                let keyText = extraction(key, source: "entry.pointee.key", field: field.name)
                let valueText = extraction(valueKind, source: "entry.pointee.value", field: field.name)
                out.line("\(name)[\(keyText)] = \(valueText)")
            }
        }
    }

    private func value(_ field: FieldSchema, in place: String) -> String {
        extraction(field.kind, source: "\(place).\(CNames.field(field.name))", field: field.name)
    }

    private func extraction(_ kind: FieldKind, source: String, field: String) -> String {
        switch kind {
        case .bool: "\(source) != 0"
        case .string: "try arena.text(\(source), Self.self, \"\(field)\")"
        case .bytes: "arena.copy(\(source))"
        case .enumeration(let name): "\(schema.swiftType(name))(rawValue: \(source))"
        case .message: "try arena.value(\(source))"
        default: source
        }
    }

    private func arrayValue(_ field: FieldSchema, source: String, count: String) -> String {
        switch field.kind {
        case .bool: "try arena.values(\(source), \(count)) { $0 != 0 }"
        case .string: "try arena.texts(\(source), \(count), Self.self, \"\(field.name)\")"
        case .bytes: "try arena.values(\(source), \(count)) { arena.copy($0) }"
        case .enumeration(let name): "try arena.values(\(source), \(count)) { \(schema.swiftType(name))(rawValue: $0) }"
        case .message: "try arena.messages(\(source), \(count))"
        default: "try arena.values(\(source), \(count)) { $0 }"
        }
    }
}

extension FieldKind {
    var isFloatingPoint: Bool {
        switch self {
        case .float, .double: true
        default: false
        }
    }
}

extension FieldSchema {
    /// Whether protobuf-c would drop its -0.0 as if it were the default.
    var canHoldNegativeZero: Bool {
        if case .implicit = cardinality { kind.isFloatingPoint } else { false }
    }
}
