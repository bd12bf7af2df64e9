import Messages
import RPC
import Stubs

/// The standard reflection protocol, version 1.
struct ReflectionHandlers: GRPCReflectionV1.ServerReflectionHandlers {
    let index: ReflectionIndex

    func serverReflectionInfo(
        _ requests: RequestStream<GRPCReflectionV1.ServerReflectionRequest>,
        responses: ResponseWriter<GRPCReflectionV1.ServerReflectionResponse>, context: CallContext
    ) async throws {
        while let request = try await requests.next() {
            var response = GRPCReflectionV1.ServerReflectionResponse()
            response.validHost = request.host
            response.originalRequest = request
            response.messageResponse = answer(request.messageRequest)
            try await responses.write(response)
        }
    }

    private func answer(
        _ question: GRPCReflectionV1.ServerReflectionRequest.MessageRequest?
    ) -> GRPCReflectionV1.ServerReflectionResponse.MessageResponse {
        switch question {
        case .fileByFilename(let name): files(index.files(named: name), missing: "file \(name)")
        case .fileContainingSymbol(let symbol): files(index.files(declaring: symbol), missing: "symbol \(symbol)")
        case .fileContainingExtension(let target):
            files(
                index.files(extending: target.containingType, number: target.extensionNumber),
                missing: "extension \(target.extensionNumber) of \(target.containingType)")
        case .allExtensionNumbersOfType(let type):
            extensionNumbers(of: type)
        case .listServices:
            services()
        case nil:
            error(.invalidArgument, "message_request: one of its fields must be set")
        }
    }

    private func files(
        _ files: [[UInt8]], missing: String
    ) -> GRPCReflectionV1.ServerReflectionResponse.MessageResponse {
        guard !files.isEmpty else { return error(.notFound, "\(missing) is not known here") }
        var response = GRPCReflectionV1.FileDescriptorResponse()
        response.fileDescriptorProto = files
        return .fileDescriptorResponse(response)
    }

    private func extensionNumbers(of type: String) -> GRPCReflectionV1.ServerReflectionResponse.MessageResponse {
        guard let numbers = index.extensionNumbers(of: type) else { return error(.notFound, "message \(type) is not known here") }
        var response = GRPCReflectionV1.ExtensionNumberResponse()
        response.baseTypeName = type
        response.extensionNumber = numbers
        return .allExtensionNumbersResponse(response)
    }

    private func services() -> GRPCReflectionV1.ServerReflectionResponse.MessageResponse {
        var response = GRPCReflectionV1.ListServiceResponse()
        response.service = index.services.map { name in
            var service = GRPCReflectionV1.ServiceResponse()
            service.name = name
            return service
        }
        return .listServicesResponse(response)
    }

    private func error(_ code: RPCCode, _ message: String) -> GRPCReflectionV1.ServerReflectionResponse.MessageResponse {
        var response = GRPCReflectionV1.ErrorResponse()
        response.errorCode = Int32(code.rawValue)
        response.errorMessage = message
        return .errorResponse(response)
    }
}
