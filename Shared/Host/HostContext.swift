package import EventLoop
package import Operations
package import RPC

/// What a service is given to build its parts with.
package struct HostContext: Sendable {
    /// The process's loops. Handlers run on the loop of their connection; whatever is confined to a loop exists once for each.
    package let loops: [EventLoop]
    package let log: Log
    package let metrics: Metrics
    /// Business time.
    package let clock: ServiceClock
    /// Proves to other services who calls: this service, by its own key.
    package let credentials: any CallCredentials
    /// Whom this process believes. Identity adds its own keys here; the others fetch them.
    package let trustedKeys: TrustedKeys

    /// A client for another service's calls, in this service's name. It connects on demand, a connection for each loop.
    package func client(at address: NetworkAddress) -> RPCClient {
        RPCClient(target: address.description, loops: loops, credentials: credentials)
    }
}
