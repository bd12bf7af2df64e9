/// What a proto says about one service.
package struct ServiceDescriptor: Sendable {
    /// Its full name, e.g. `stratum.events.v1.EventsService`.
    package let fullName: String
    /// Its methods, in the order of the proto.
    package let methods: [MethodDescriptor]

    package init(fullName: String, methods: [MethodDescriptor]) {
        self.fullName = fullName
        self.methods = methods
    }
}
