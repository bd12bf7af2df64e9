import Messages

/// `grpc-status-details-bin`: a google.rpc.Status with its details packed as google.protobuf.Any.
enum StatusDetails {
    /// Nil when the error has no details.
    static func packed(_ error: RPCError) -> [UInt8]? {
        guard !error.details.isEmpty else { return nil }
        return GoogleRPC.Status(code: error.code.rawValue, message: error.message, details: error.details.map { any($0) }).packed()
    }

    /// The details of the types that are known here; the others are left out, and so is everything when it cannot be read.
    static func details(_ bytes: [UInt8]) -> [any Message] {
        guard let status = try? GoogleRPC.Status(unpacking: bytes) else { return [] }
        return status.details.compactMap { detail in
            guard let type = known.first(where: { $0.fullName == detail.messageName }) else { return nil }
            return message(type, detail.value)
        }
    }

    /// The kinds of details that our errors carry and our clients read.
    private static let known: [any Message.Type] = [
        GoogleRPC.ErrorInfo.self, GoogleRPC.BadRequest.self, GoogleRPC.RetryInfo.self, GoogleRPC.QuotaFailure.self,
        GoogleRPC.RequestInfo.self,
    ]

    private static func any(_ message: some Message) -> GoogleProtobuf.`Any` { GoogleProtobuf.`Any`(message) }

    private static func message<Detail: Message>(_ type: Detail.Type, _ bytes: [UInt8]) -> (any Message)? {
        try? Detail(unpacking: bytes)
    }
}
