package import Messages

/// A service that a server offers. Its generated protocol (`EventsServiceHandlers`) extends this one and registers the methods.
package protocol RPCService: Sendable {
    /// Its name and methods.
    static var descriptor: ServiceDescriptor { get }
    /// Enters every method with its handler.
    func register(in table: inout MethodTable)
}
