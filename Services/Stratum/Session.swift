import EventLoop
import Operations
import RPC
import Stubs

/// What a command works with: the terminal, the settings, and clients of the services.
struct Session: Sendable {
    let terminal: Terminal
    let environment: Environment
    let loop: EventLoop
    /// The raw environment, for what is no setting of ours: `HOME`.
    let variables: [String: String]

    init(terminal: Terminal, variables: [String: String], loop: EventLoop) {
        self.terminal = terminal
        self.variables = variables
        self.loop = loop
        environment = Environment(variables, service: "stratum")
    }

    // MARK: Clients

    /// Of the service as the holder of the tenant's API key.
    func client(_ peer: Peer) throws(StartError) -> RPCClient {
        let identity = RPCClient(target: try address(.identity).description, loops: [loop])
        let credentials = APIKeyCredentials(key: try Credentials.apiKey(environment, variables), tokens: .init(identity))
        return RPCClient(target: try address(peer).description, loops: [loop], credentials: credentials)
    }

    /// Of the service as an operator.
    func operatorClient(_ peer: Peer) throws(StartError) -> RPCClient {
        let identity = RPCClient(target: try address(.identity).description, loops: [loop])
        let key = try environment.secret("STRATUM_OPERATOR_KEY_FILE", "The operator key, for `tenants`.").revealText()
        let credentials = OperatorCredentials(key: key, tokens: .init(identity))
        return RPCClient(target: try address(peer).description, loops: [loop], credentials: credentials)
    }

    /// Of a service that asks for no token.
    func anonymousClient(_ peer: Peer) throws(StartError) -> RPCClient {
        RPCClient(target: try address(peer).description, loops: [loop])
    }

    private func address(_ peer: Peer) throws(StartError) -> NetworkAddress {
        try environment.address(
            "STRATUM_\(peer.rawValue.uppercased())_ADDRESS", default: NetworkAddress(host: "127.0.0.1", port: peer.port),
            "Where \(peer.rawValue) takes calls.")
    }

    /// What the command line talks to.
    enum Peer: String, Sendable {
        case identity, integrations, events, sandbox

        var port: UInt16 {
            switch self {
            case .identity: 7401
            case .integrations: 7402
            case .events: 7405
            case .sandbox: 7491
            }
        }
    }
}
