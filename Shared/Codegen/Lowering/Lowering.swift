import CDescriptors
import CProtobufC

/// Rewrites a FileDescriptorSet for protoc-c 1.4.1 without changing a byte of what its messages look like on the wire.
///
/// - strings become bytes: protobuf-c ends strings at their first NUL;
/// - enums become int32: open enums are numbers, and protoc-c's C enums would only add names;
/// - `optional` loses its flag and keeps the oneof that stands for it: protoc-c refuses the flag;
/// - map entries lose theirs and stay messages: a map may not have bytes for a key;
/// - comments, options, services, enums and extensions go: Swift does not see them through C.
enum Lowering {
    typealias FileProto = Google__Protobuf__FileDescriptorProto
    typealias MessageProto = Google__Protobuf__DescriptorProto

    /// The lowered set, packed.
    static func lower(_ set: [UInt8]) throws -> [UInt8] {
        guard let unpacked = google__protobuf__file_descriptor_set__unpack(nil, set.count, set) else {
            throw CodegenError(sentence: "not a FileDescriptorSet")
        }
        // Not freed: pointers below are cleared, and the process ends after this.
        let files = pointers(unpacked.pointee.file, unpacked.pointee.n_file)
        for file in files { lower(file) }
        for file in files { keepNeededImports(file, among: files) }
        return [UInt8](unsafeUninitializedCapacity: google__protobuf__file_descriptor_set__get_packed_size(unpacked)) { buffer, count in
            count = google__protobuf__file_descriptor_set__pack(unpacked, buffer.baseAddress)
        }
    }

    private static func lower(_ file: UnsafeMutablePointer<FileProto>) {
        file.pointee.source_code_info = nil
        file.pointee.options = nil
        file.pointee.n_service = 0
        file.pointee.n_enum_type = 0
        file.pointee.n_extension = 0
        file.pointee.n_public_dependency = 0
        file.pointee.n_weak_dependency = 0
        for message in pointers(file.pointee.message_type, file.pointee.n_message_type) { lower(message) }
    }

    /// Leaves out imports that only enums or options need: there is no C header behind them.
    private static func keepNeededImports(
        _ file: UnsafeMutablePointer<FileProto>, among files: [UnsafeMutablePointer<FileProto>]
    ) {
        guard let dependencies = file.pointee.dependency else { return }
        let messages = pointers(file.pointee.message_type, file.pointee.n_message_type)
        let used = messages.reduce(into: Set<String>()) { $0.formUnion(typesUsed(by: $1)) }
        var kept = 0
        for index in 0..<file.pointee.n_dependency {
            let name = string(dependencies[index])
            guard let imported = files.first(where: { string($0.pointee.name) == name }),
                !used.isDisjoint(with: typesDeclared(in: imported))
            else { continue }
            dependencies[kept] = dependencies[index]
            kept += 1
        }
        file.pointee.n_dependency = kept
    }

    private static func typesUsed(by message: UnsafeMutablePointer<MessageProto>) -> Set<String> {
        var used = Set(pointers(message.pointee.field, message.pointee.n_field).map { string($0.pointee.type_name) })
        for nested in pointers(message.pointee.nested_type, message.pointee.n_nested_type) { used.formUnion(typesUsed(by: nested)) }
        return used
    }

    private static func typesDeclared(in file: UnsafeMutablePointer<FileProto>) -> Set<String> {
        func names(_ messages: [UnsafeMutablePointer<MessageProto>], scope: String) -> [String] {
            messages.flatMap { message in
                let name = "\(scope).\(string(message.pointee.name))"
                return [name] + names(pointers(message.pointee.nested_type, message.pointee.n_nested_type), scope: name)
            }
        }
        let messages = pointers(file.pointee.message_type, file.pointee.n_message_type)
        return Set(names(messages, scope: "." + string(file.pointee.package)))
    }

    /// Of a field's options only `packed` says something about the wire.
    private static func keepPacked(_ field: UnsafeMutablePointer<Google__Protobuf__FieldDescriptorProto>) {
        guard let options = field.pointee.options, options.pointee.has_packed == 1 else {
            field.pointee.options = nil
            return
        }
        let packed = options.pointee.packed
        google__protobuf__field_options__init(options)
        options.pointee.has_packed = 1
        options.pointee.packed = packed
    }

    private static func lower(_ message: UnsafeMutablePointer<MessageProto>) {
        message.pointee.options = nil
        message.pointee.n_enum_type = 0
        message.pointee.n_extension = 0
        for oneof in pointers(message.pointee.oneof_decl, message.pointee.n_oneof_decl) { oneof.pointee.options = nil }
        for field in pointers(message.pointee.field, message.pointee.n_field) {
            keepPacked(field)
            field.pointee.has_proto3_optional = 0
            field.pointee.proto3_optional = 0
            switch field.pointee.type {
            case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_STRING:
                field.pointee.type = GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BYTES
            case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_ENUM:
                field.pointee.type = GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT32
                field.pointee.type_name = nil
            default: break
            }
        }
        for nested in pointers(message.pointee.nested_type, message.pointee.n_nested_type) { lower(nested) }
    }
}
