/// Makes all files of one run.
struct Generator {
    let schema: Schema
    let parameters: GeneratorParameters

    func generate() -> [GeneratedFile] {
        var files = schema.generatedFiles.flatMap { self.files(for: $0) }
        files.append(GeneratedFile(path: "\(parameters.values)/Namespaces.swift", content: namespaces()))
        files.append(
            GeneratedFile(path: "\(parameters.addresses)/descriptor_addresses.h", content: AddressGenerator(schema: schema).generate()))
        if !parameters.importsMessages {
            files.append(GeneratedFile(path: "\(parameters.values)/MessageTypes+Generated.swift", content: messageTypes()))
        }
        if !parameters.descriptors.isEmpty {
            let table = DescriptorTableGenerator(schema: schema)
            files.append(GeneratedFile(path: "\(parameters.addresses)/file_descriptors.h", content: table.header()))
            files.append(GeneratedFile(path: "\(parameters.descriptors)/file_descriptors.c", content: table.source()))
        }
        return files
    }

    private func files(for file: FileSchema) -> [GeneratedFile] {
        // One flat folder: names of files in a module must differ.
        let stem = "\(parameters.values)/" + file.name.dropLast(".proto".count).split(separator: "/").joined(separator: ".")
        var files: [GeneratedFile] = []
        func add(_ suffix: String, _ content: String?) {
            if let content { files.append(GeneratedFile(path: "\(stem).\(suffix).swift", content: content)) }
        }
        add("values", ValueGenerator(schema: schema, file: file, parameters: parameters).generate())
        if !file.messages.isEmpty { add("wire", WireGenerator(schema: schema, file: file, parameters: parameters).generate()) }
        add("json", JSONGenerator(schema: schema, file: file, parameters: parameters).generate())
        add("methods", MethodGenerator(schema: schema, file: file, parameters: parameters).generate())
        if !parameters.stubs.isEmpty, let stubs = StubGenerator(schema: schema, file: file).generate() {
            let name = file.name.dropLast(".proto".count).split(separator: "/").joined(separator: ".")
            files.append(GeneratedFile(path: "\(parameters.stubs)/\(name).stubs.swift", content: stubs))
        }
        return files
    }

    /// The caseless enums that proto packages are in Swift.
    private func namespaces() -> String {
        var out = SourceWriter(source: "the protos")
        for package in Set(schema.generatedFiles.map(\.package)).sorted() {
            out.line()
            out.line("/// The proto package \(package).")
            out.line("package enum \(SwiftNames.namespace(package)) {}")
        }
        return out.text
    }

    private func messageTypes() -> String {
        var out = SourceWriter(source: "the protos")
        out.line()
        out.block("extension MessageTypes") { out in
            out.line("/// Every message of the protos.")
            out.line("package static let generated = MessageTypes([")
            out.indented { out in
                for name in schema.generatedFiles.flatMap(\.allMessages).map(\.fullName).sorted() {
                    out.line("\(schema.swiftType(name)).self,")
                }
            }
            out.line("])")
        }
        return out.text
    }
}
