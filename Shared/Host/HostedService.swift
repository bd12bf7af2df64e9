package import EventLoop
package import Operations
package import RPC

/// What an executable has to say about itself to be hosted: its settings, its parts, its calls, and how they start and stop.
///
/// The order of a life: `configuration`, `make`, `start`, the port opens and answers SERVING, until a signal; then NOT_SERVING, the port drains, `stop`.
package protocol HostedService: Sendable {
    /// The service's settings, all of them.
    associatedtype Configuration: Sendable

    /// The name of the executable without its prefix: `events`.
    static var name: String { get }
    /// One sentence for `--help`.
    static var summary: String { get }
    /// Where it listens when nothing is set.
    static var defaultPort: UInt16 { get }
    /// Whether callers' tokens are checked against keys fetched from Identity. Not by Identity itself, nor where every call is public.
    static var usesIdentity: Bool { get }

    /// Reads every setting; the sentence of the error names the one that is wrong.
    static func configuration(from environment: Environment) throws(StartError) -> Configuration

    /// Brings the service's schema up to date and returns what was done, a sentence each. Nothing for a service without a database.
    static func migrate(_ configuration: Configuration, on loop: EventLoop, log: Log) async throws -> [String]

    /// Puts the parts together. Fails with a `StartError` when something needed is not there.
    static func make(_ configuration: Configuration, host: HostContext) async throws -> Self

    /// The calls it answers.
    var rpcServices: [any RPCService] { get }

    /// Starts the workers. Called once, before the port opens.
    func start() async throws

    /// Stops the workers and finishes what they hold. Called once, after the last call has ended. Bounded by the drain timeout.
    func stop() async

    /// Whether calls can be served now; asked by `/readyz`. Cheap, and from any thread.
    var isReady: Bool { get }
}

extension HostedService {
    package static var usesIdentity: Bool { true }
    package static func migrate(_ configuration: Configuration, on loop: EventLoop, log: Log) async throws -> [String] { [] }
    package func start() async throws {}
    package func stop() async {}
    package var isReady: Bool { true }
}
