/// Writes the service protocols and client stubs of one proto file.
struct StubGenerator {
    let schema: Schema
    let file: FileSchema

    /// Nil when the file declares no service.
    func generate() -> String? {
        guard !file.services.isEmpty else { return nil }
        var out = SourceWriter(source: file.name)
        out.line("package import Messages")
        out.line("package import RPC")
        out.line()
        out.block("extension \(SwiftNames.namespace(file.package))") { out in
            for (index, service) in file.services.enumerated() {
                if index > 0 { out.line() }
                writeHandlers(service, to: &out)
                out.line()
                writeClient(service, to: &out)
            }
        }
        for service in file.services {
            out.line()
            writeRegistration(service, to: &out)
        }
        return out.text
    }

    private func table(_ service: ServiceSchema) -> String {
        "\(SwiftNames.namespace(file.package)).\(service.name)Methods"
    }

    // MARK: Handlers

    private func writeHandlers(_ service: ServiceSchema, to out: inout SourceWriter) {
        out.comment(service.comment, otherwise: "\(service.name).")
        out.line("///")
        out.line("/// What a server implements: one function for each method.")
        out.block("package protocol \(service.name)Handlers: RPCService") { out in
            for method in service.methods {
                out.comment(method.comment, otherwise: "\(method.name).")
                let request = schema.swiftType(method.request)
                let response = schema.swiftType(method.response)
                var arguments = method.streamsRequests ? "_ requests: RequestStream<\(request)>" : "_ request: \(request)"
                if method.streamsResponses { arguments += ", responses: ResponseWriter<\(response)>" }
                let result = method.streamsResponses ? "" : " -> \(response)"
                out.line("func \(SwiftNames.method(method.name))(\(arguments), context: CallContext) async throws\(result)")
            }
        }
    }

    private func writeRegistration(_ service: ServiceSchema, to out: inout SourceWriter) {
        out.block("extension \(SwiftNames.namespace(file.package)).\(service.name)Handlers") { out in
            out.line("package static var descriptor: ServiceDescriptor { \(table(service)).descriptor }")
            out.line()
            out.block("package func register(in methods: inout MethodTable)") { out in
                for method in service.methods {
                    let name = SwiftNames.method(method.name)
                    let call =
                        switch (method.streamsRequests, method.streamsResponses) {
                        case (false, false): "unary(\(table(service)).\(name)) { try await self.\(name)($0, context: $1) }"
                        case (true, false): "clientStreaming(\(table(service)).\(name)) { try await self.\(name)($0, context: $1) }"
                        case (false, true):
                            "serverStreaming(\(table(service)).\(name)) { try await self.\(name)($0, responses: $1, context: $2) }"
                        case (true, true):
                            "bidirectionalStreaming(\(table(service)).\(name)) { try await self.\(name)($0, responses: $1, context: $2) }"
                        }
                    out.line("methods.\(call)")
                }
            }
        }
    }

    // MARK: Client

    private func writeClient(_ service: ServiceSchema, to out: inout SourceWriter) {
        out.line("/// Calls \(service.fullName). Every call has a deadline: `timeout` after it begins.")
        out.block("package struct \(service.name)Client: Sendable") { out in
            out.line("private let client: RPCClient")
            out.line()
            out.line("/// Calls through `client`, whose connections it shares.")
            out.block("package init(_ client: RPCClient)") { $0.line("self.client = client") }
            for method in service.methods {
                out.line()
                write(method, of: service, to: &out)
            }
        }
    }

    private func write(_ method: MethodSchema, of service: ServiceSchema, to out: inout SourceWriter) {
        let request = schema.swiftType(method.request)
        let response = schema.swiftType(method.response)
        let table = table(service)
        let name = SwiftNames.method(method.name)
        out.comment(method.comment, otherwise: "\(method.name).")
        out.line("package func \(name)(")
        out.indented { out in
            let options = "metadata: Metadata = Metadata(), timeout: Duration = .seconds(10)"
            out.line(method.streamsRequests ? options : "_ request: \(request), \(options)")
        }
        let arguments = "metadata: metadata, timeout: timeout"
        switch (method.streamsRequests, method.streamsResponses) {
        case (false, false):
            out.block(") async throws -> \(response)") {
                $0.line("try await client.unary(\(table).\(name), request, \(arguments))")
            }
        case (false, true):
            out.block(") async throws -> ResponseStream<\(response)>") {
                $0.line("try await client.serverStreaming(\(table).\(name), request, \(arguments))")
            }
        case (true, false):
            out.block(") async throws -> ClientStreamingCall<\(request), \(response)>") {
                $0.line("try await client.clientStreaming(\(table).\(name), \(arguments))")
            }
        case (true, true):
            out.block(") async throws -> BidirectionalStreamingCall<\(request), \(response)>") {
                $0.line("try await client.bidirectionalStreaming(\(table).\(name), \(arguments))")
            }
        }
    }
}
