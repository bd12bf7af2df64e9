/// One method of a service.
struct MethodSchema {
    /// The proto's `idempotency_level`.
    enum Idempotency: Int {
        case unknown = 0
        case noSideEffects = 1
        case idempotent = 2
    }

    let name: String
    let comment: [String]
    /// Full names of the messages.
    let request: String
    let response: String
    let streamsRequests: Bool
    let streamsResponses: Bool
    let idempotency: Idempotency
    let access: AccessSchema
}
