import CDescriptors
import CProtobufC

/// Turns a FileDescriptorProto into a schema.
///
/// Borrows: the C structs must outlive the reader.
struct SchemaReader {
    typealias FileProto = Google__Protobuf__FileDescriptorProto
    typealias MessageProto = Google__Protobuf__DescriptorProto

    let file: UnsafeMutablePointer<FileProto>
    let comments: CommentTable
    let name: String

    init(_ file: UnsafeMutablePointer<FileProto>) {
        self.file = file
        name = string(file.pointee.name)
        comments = CommentTable(file.pointee.source_code_info)
    }

    /// Reads the file. Access options are demanded of methods only when `isGenerated`.
    func read(isGenerated: Bool) throws -> FileSchema {
        let package = string(file.pointee.package)
        if isGenerated, string(file.pointee.syntax) != "proto3" {
            throw CodegenError(sentence: "\(name): only proto3 files can be generated")
        }
        let messages = try pointers(file.pointee.message_type, file.pointee.n_message_type).enumerated().map { index, message in
            try read(message, scope: package, path: [4, Int32(index)])
        }
        let enums = pointers(file.pointee.enum_type, file.pointee.n_enum_type).enumerated().map { index, proto in
            read(proto, scope: package, path: [5, Int32(index)])
        }
        let services = try pointers(file.pointee.service, file.pointee.n_service).enumerated().map { index, service in
            try read(service, scope: package, path: [6, Int32(index)])
        }
        return FileSchema(
            name: name, package: package, dependencies: strings(file.pointee.dependency, file.pointee.n_dependency), messages: messages,
            enums: enums, services: isGenerated ? services : [], extensions: extensions(scope: package), descriptor: descriptor())
    }

    private func extensions(scope: String) -> [ExtensionSchema] {
        pointers(file.pointee.extension, file.pointee.n_extension).map { proto in
            ExtensionSchema(
                fullName: "\(scope).\(string(proto.pointee.name))", extendee: String(string(proto.pointee.extendee).dropFirst()),
                number: proto.pointee.number)
        }
    }

    /// The file packed again, without its source information.
    private func descriptor() -> [UInt8] {
        var copy = file.pointee
        copy.source_code_info = nil
        return withUnsafeMutablePointer(to: &copy) { pointer in
            [UInt8](unsafeUninitializedCapacity: google__protobuf__file_descriptor_proto__get_packed_size(pointer)) { buffer, count in
                count = google__protobuf__file_descriptor_proto__pack(pointer, buffer.baseAddress)
            }
        }
    }

    // MARK: Messages

    private func read(_ pointer: UnsafeMutablePointer<MessageProto>, scope: String, path: [Int32]) throws -> MessageSchema {
        let proto = pointer.pointee
        let fullName = scope.isEmpty ? string(proto.name) : "\(scope).\(string(proto.name))"
        let nested = pointers(proto.nested_type, proto.n_nested_type)
        let entries = nested.filter(Self.isMapEntry)
        let entriesByName = Dictionary(uniqueKeysWithValues: entries.map { ("\(fullName).\(string($0.pointee.name))", $0) })
        let presence = Self.presenceOneofs(proto)
        let fields = try pointers(proto.field, proto.n_field).enumerated().map { index, field in
            try read(
                field.pointee, of: proto, isPresence: presence, entries: entriesByName, comment: comments[path + [2, Int32(index)]],
                place: fullName)
        }
        var oneofs = pointers(proto.oneof_decl, proto.n_oneof_decl).enumerated().map { index, oneof in
            OneofSchema(name: string(oneof.pointee.name), comment: comments[path + [8, Int32(index)]])
        }
        for field in fields {
            if case .member(let index) = field.cardinality { oneofs[index].fields.append(field) }
        }
        let messages = try nested.enumerated().compactMap { index, message in
            Self.isMapEntry(message) ? nil : try read(message, scope: fullName, path: path + [3, Int32(index)])
        }
        let enums = pointers(proto.enum_type, proto.n_enum_type).enumerated().map { index, proto in
            read(proto, scope: fullName, path: path + [4, Int32(index)])
        }
        return MessageSchema(
            name: string(proto.name), fullName: fullName, comment: comments[path], fields: fields, oneofs: oneofs, messages: messages,
            enums: enums, mapEntries: entries.map { "\(fullName).\(string($0.pointee.name))" })
    }

    private static func isMapEntry(_ message: UnsafeMutablePointer<MessageProto>) -> Bool {
        message.pointee.options?.pointee.map_entry == 1
    }

    /// Indices of the oneofs that stand for `optional`.
    private static func presenceOneofs(_ proto: MessageProto) -> Set<Int> {
        Set(pointers(proto.field, proto.n_field).filter { $0.pointee.proto3_optional == 1 }.map { Int($0.pointee.oneof_index) })
    }

    // MARK: Fields

    private func read(
        _ field: Google__Protobuf__FieldDescriptorProto, of message: MessageProto, isPresence: Set<Int>,
        entries: [String: UnsafeMutablePointer<MessageProto>], comment: [String], place: String
    ) throws -> FieldSchema {
        let fieldName = string(field.name)
        let kind = try kind(of: field, entries: entries, place: "\(place).\(fieldName)")
        let cardinality: FieldSchema.Cardinality
        var presenceOneof: String?
        if case .map = kind {
            cardinality = .map
        } else if field.label == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REPEATED {
            cardinality = .repeated
        } else if field.has_oneof_index == 1, !isPresence.contains(Int(field.oneof_index)) {
            cardinality = .member(Int(field.oneof_index))
        } else if field.proto3_optional == 1 {
            cardinality = .optional
            let oneofs = pointers(message.oneof_decl, message.n_oneof_decl)
            presenceOneof = string(oneofs[Int(field.oneof_index)].pointee.name)
        } else if case .message = kind {
            cardinality = .optional
        } else {
            cardinality = .implicit
        }
        return FieldSchema(
            name: fieldName, jsonName: string(field.json_name), number: field.number, kind: kind, cardinality: cardinality,
            presenceOneof: presenceOneof, comment: comment)
    }

    private func kind(
        of field: Google__Protobuf__FieldDescriptorProto, entries: [String: UnsafeMutablePointer<MessageProto>], place: String
    ) throws -> FieldKind {
        let typeName = String(string(field.type_name).dropFirst())
        if let entry = entries[typeName]?.pointee {
            let fields = pointers(entry.field, entry.n_field)
            guard let key = fields.first(where: { $0.pointee.number == 1 }), let value = fields.first(where: { $0.pointee.number == 2 })
            else { throw CodegenError(sentence: "\(name): the map \(place) has no key or no value") }
            return .map(
                entry: typeName, key: try kind(of: key.pointee, entries: [:], place: place),
                value: try kind(of: value.pointee, entries: [:], place: place))
        }
        switch field.type.rawValue {
        case 1: return .double
        case 2: return .float
        case 3: return .int64
        case 4: return .uint64
        case 5: return .int32
        case 6: return .fixed64
        case 7: return .fixed32
        case 8: return .bool
        case 9: return .string
        case 11: return .message(typeName)
        case 12: return .bytes
        case 13: return .uint32
        case 14: return .enumeration(typeName)
        case 15: return .sfixed32
        case 16: return .sfixed64
        case 17: return .sint32
        case 18: return .sint64
        default: throw CodegenError(sentence: "\(name): \(place) has a type that cannot be generated: groups are not supported")
        }
    }

    // MARK: Enums

    private func read(_ pointer: UnsafeMutablePointer<Google__Protobuf__EnumDescriptorProto>, scope: String, path: [Int32]) -> EnumSchema {
        let proto = pointer.pointee
        let values = pointers(proto.value, proto.n_value).enumerated().map { index, value in
            EnumSchema.Value(name: string(value.pointee.name), number: value.pointee.number, comment: comments[path + [2, Int32(index)]])
        }
        return EnumSchema(name: string(proto.name), fullName: "\(scope).\(string(proto.name))", comment: comments[path], values: values)
    }
}
