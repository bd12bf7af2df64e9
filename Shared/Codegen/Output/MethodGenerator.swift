/// Writes the method tables of one proto file.
struct MethodGenerator {
    let schema: Schema
    let file: FileSchema
    let parameters: GeneratorParameters

    /// Nil when the file declares no service.
    func generate() -> String? {
        guard !file.services.isEmpty else { return nil }
        var out = SourceWriter(source: file.name)
        if parameters.importsMessages { out.line("package import Messages") }
        out.line()
        out.block("extension \(SwiftNames.namespace(file.package))") { out in
            for (index, service) in file.services.enumerated() {
                if index > 0 { out.line() }
                write(service, to: &out)
            }
        }
        return out.text
    }

    private func write(_ service: ServiceSchema, to out: inout SourceWriter) {
        out.line("/// The methods of \(service.fullName).")
        out.block("package enum \(service.name)Methods") { out in
            for method in service.methods {
                out.comment(method.comment, otherwise: "\(method.name).")
                let types = "\(schema.swiftType(method.request)), \(schema.swiftType(method.response))"
                out.line("package static let \(SwiftNames.method(method.name)) = Method<\(types)>(")
                out.indented { out in
                    out.line("MethodDescriptor(")
                    out.indented { out in
                        out.line("service: \"\(service.fullName)\", name: \"\(method.name)\", kind: \(kind(method)),")
                        out.line("access: \(access(method.access)), idempotency: \(idempotency(method))))")
                    }
                }
            }
            out.line("/// The service with all its methods.")
            out.line("package static let descriptor = ServiceDescriptor(")
            out.indented { out in
                out.line("fullName: \"\(service.fullName)\",")
                out.line("methods: [")
                out.indented { out in
                    for method in service.methods { out.line("\(SwiftNames.method(method.name)).descriptor,") }
                }
                out.line("])")
            }
        }
    }

    private func kind(_ method: MethodSchema) -> String {
        switch (method.streamsRequests, method.streamsResponses) {
        case (false, false): ".unary"
        case (true, false): ".clientStreaming"
        case (false, true): ".serverStreaming"
        case (true, true): ".bidirectionalStreaming"
        }
    }

    private func idempotency(_ method: MethodSchema) -> String {
        switch method.idempotency {
        case .unknown: ".unknown"
        case .noSideEffects: ".noSideEffects"
        case .idempotent: ".idempotent"
        }
    }

    private func access(_ access: AccessSchema) -> String {
        let rule =
            switch access.rule {
            case .everyone: ".everyone"
            case .signedIn: ".signedIn"
            case .permission(let name): ".permission(\"\(name)\")"
            case .staff: ".staff"
            case .services(let names): ".services([\(names.map { "\"\($0)\"" }.joined(separator: ", "))])"
            }
        return access.needsVerifiedAccount ? "Access(rule: \(rule), needsVerifiedAccount: true)" : "Access(rule: \(rule))"
    }
}
