import CDescriptors
import CProtobufC

extension SchemaReader {
    func read(
        _ pointer: UnsafeMutablePointer<Google__Protobuf__ServiceDescriptorProto>, scope: String, path: [Int32]
    ) throws -> ServiceSchema {
        let proto = pointer.pointee
        let fullName = "\(scope).\(string(proto.name))"
        let methods = try pointers(proto.method, proto.n_method).enumerated().map { index, method in
            let comment = comments[path + [2, Int32(index)]]
            return try read(method.pointee, comment: comment, place: "\(fullName).\(string(method.pointee.name))")
        }
        return ServiceSchema(name: string(proto.name), fullName: fullName, comment: comments[path], methods: methods)
    }

    private func read(_ proto: Google__Protobuf__MethodDescriptorProto, comment: [String], place: String) throws -> MethodSchema {
        let level = proto.options?.pointee.idempotency_level.rawValue ?? 0
        return MethodSchema(
            name: string(proto.name), comment: comment, request: String(string(proto.input_type).dropFirst()),
            response: String(string(proto.output_type).dropFirst()), streamsRequests: proto.client_streaming == 1,
            streamsResponses: proto.server_streaming == 1, idempotency: MethodSchema.Idempotency(rawValue: Int(level)) ?? .unknown,
            access: try access(of: proto, place: place))
    }

    private func access(of proto: Google__Protobuf__MethodDescriptorProto, place: String) throws -> AccessSchema {
        guard let packed = Self.option(AccessSchema.optionNumber, of: proto.options) else {
            throw CodegenError(sentence: "\(name): \(place) does not say who may call it: add option (stratum.options.v1.access)")
        }
        guard let access = AccessSchema(packed: packed) else {
            throw CodegenError(sentence: "\(name): the option (stratum.options.v1.access) of \(place) names no caller")
        }
        return access
    }

    /// The value of a custom option that is a message. protobuf-c keeps it as an unknown field, its length included.
    private static func option(_ number: UInt32, of options: UnsafeMutablePointer<Google__Protobuf__MethodOptions>?) -> [UInt8]? {
        guard let base = options?.pointee.base else { return nil }
        var merged: [UInt8]?
        for field in UnsafeBufferPointer(start: base.unknown_fields, count: Int(base.n_unknown_fields)) {
            guard field.tag == number, field.wire_type == PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED, let data = field.data else { continue }
            let bytes = UnsafeBufferPointer(start: data, count: field.len)
            let prefix = (bytes.firstIndex { $0 < 0x80 } ?? 0) + 1
            merged = (merged ?? []) + bytes.dropFirst(prefix)
        }
        return merged
    }
}
