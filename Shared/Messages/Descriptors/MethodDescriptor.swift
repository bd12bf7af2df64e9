/// What a proto says about one method.
package struct MethodDescriptor: Sendable, Hashable {
    /// The service's full name, e.g. `stratum.events.v1.EventsService`.
    package let service: String
    /// The method's name, e.g. `IngestEvents`.
    package let name: String
    /// The `:path` of its calls, e.g. `/stratum.events.v1.EventsService/IngestEvents`.
    package let path: String
    /// How many messages go each way.
    package let kind: CallKind
    /// Who may call it.
    package let access: Access
    /// What a second call does.
    package let idempotency: Idempotency

    package init(service: String, name: String, kind: CallKind, access: Access, idempotency: Idempotency = .unknown) {
        self.service = service
        self.name = name
        self.path = "/\(service)/\(name)"
        self.kind = kind
        self.access = access
        self.idempotency = idempotency
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.path == right.path
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(path)
    }
}
