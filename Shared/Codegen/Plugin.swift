import CDescriptors
import CProtobufC

/// The conversation with protoc: a CodeGeneratorRequest in, a CodeGeneratorResponse out.
enum Plugin {
    /// The packed response; a CodegenError inside it becomes its `error`.
    static func answer(_ request: [UInt8]) throws -> [UInt8] {
        guard let request = google__protobuf__compiler__code_generator_request__unpack(nil, request.count, request) else {
            throw CodegenError(sentence: "not a CodeGeneratorRequest")
        }
        defer { google__protobuf__compiler__code_generator_request__free_unpacked(request, nil) }
        do {
            return response(try generate(request.pointee), error: nil)
        } catch let error as CodegenError {
            return response([], error: error.sentence)
        }
    }

    static func generate(_ request: Google__Protobuf__Compiler__CodeGeneratorRequest) throws -> [GeneratedFile] {
        let generated = Set(strings(request.file_to_generate, request.n_file_to_generate))
        let files = try pointers(request.proto_file, request.n_proto_file).map { file in
            try SchemaReader(file).read(isGenerated: generated.contains(string(file.pointee.name)))
        }
        let parameters = try GeneratorParameters(string(request.parameter))
        return Generator(schema: Schema(files: files, generated: generated), parameters: parameters).generate()
    }

    private static func response(_ files: [GeneratedFile], error: String?) -> [UInt8] {
        var response = Google__Protobuf__Compiler__CodeGeneratorResponse()
        google__protobuf__compiler__code_generator_response__init(&response)
        // FEATURE_PROTO3_OPTIONAL of plugin.proto: without it protoc hands us no file that says `optional`.
        response.has_supported_features = 1
        response.supported_features = 1
        var owned: [UnsafeMutablePointer<CChar>] = []
        func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
            let utf8 = text.utf8CString
            let memory = UnsafeMutablePointer<CChar>.allocate(capacity: utf8.count)
            _ = UnsafeMutableBufferPointer(start: memory, count: utf8.count).update(from: utf8)
            owned.append(memory)
            return memory
        }
        response.error = error.map(copy)
        let structs = UnsafeMutablePointer<Google__Protobuf__Compiler__CodeGeneratorResponse__File>.allocate(capacity: max(files.count, 1))
        let array = UnsafeMutablePointer<UnsafeMutablePointer<Google__Protobuf__Compiler__CodeGeneratorResponse__File>?>
            .allocate(capacity: max(files.count, 1))
        defer {
            for memory in owned { memory.deallocate() }
            structs.deallocate()
            array.deallocate()
        }
        for (index, file) in files.enumerated() {
            google__protobuf__compiler__code_generator_response__file__init(structs + index)
            structs[index].name = copy(file.path)
            structs[index].content = copy(file.content)
            array[index] = structs + index
        }
        response.n_file = files.count
        response.file = array
        return [UInt8](unsafeUninitializedCapacity: google__protobuf__compiler__code_generator_response__get_packed_size(&response)) {
            $1 = google__protobuf__compiler__code_generator_response__pack(&response, $0.baseAddress)
        }
    }
}
