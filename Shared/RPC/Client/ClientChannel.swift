import EventLoop
import HTTP2
import Messages
import Resilience

/// A client's part on one loop: one connection, made when it is first needed and again when it is lost, and the calls that wait for it.
///
/// *Confined* to its loop. A connection that the server is leaving is let go at once: its calls end on it while others go to the next.
final class ClientChannel: @unchecked Sendable {
    let loop: EventLoop
    let endpoint: Endpoint
    let configuration: RPCClientConfiguration
    let unpackLimits: UnpackLimits
    let deadlines: Deadlines
    private let connector: HTTP2Connector
    private let backoff: Backoff
    private let fields = HTTP2Fields(capacity: 32)
    private let authority: String

    private enum State {
        case idle
        case connecting
        /// Connected, waiting for the server's SETTINGS.
        case handshaking(HTTP2Connection)
        case ready(HTTP2Connection)
        /// The last attempt failed; the next may be made when the timer fires.
        case failed(RPCError, LoopTimer)
        case closed
    }

    private var state = State.idle
    private var failures = 0
    /// Calls that wait for a connection or a free stream, in their order. Those that have ended meanwhile are skipped.
    private var waiting: [ClientCall] = []
    private var firstWaiting = 0
    /// Connections that are being left.
    private var leaving: [ObjectIdentifier: HTTP2Connection] = [:]
    private var closedHandler: (() -> Void)?

    init(loop: EventLoop, endpoint: Endpoint, configuration: RPCClientConfiguration) {
        self.loop = loop
        self.endpoint = endpoint
        self.configuration = configuration
        authority = endpoint.description
        deadlines = Deadlines(loop: loop)
        unpackLimits = UnpackLimits(bytes: configuration.maximumMessageBytes)
        connector = HTTP2Connector(endpoint: endpoint, loop: loop, configuration: configuration.connections)
        backoff = Backoff(initial: configuration.reconnectDelay, cap: configuration.maximumReconnectDelay, factor: 1.6, jitter: .equal)
    }

    // MARK: Calls

    /// Sends a call as soon as there is a connection with a free stream.
    func submit(_ call: ClientCall) {
        loop.preconditionIsCurrent()
        if case .ready(let connection) = state, firstWaiting == waiting.count {
            if connection.hasFreeStream, call.start(on: connection) { return }
            if connection.isDraining { leave(connection) }
        }
        switch state {
        case .closed:
            return call.end(.unavailable("the client is closed"))
        case .failed(let error, _) where !configuration.waitsForReady:
            return call.end(error)
        default:
            break
        }
        guard waiting.count - firstWaiting < configuration.maximumWaitingCalls else {
            return call.end(.resourceExhausted("\(configuration.maximumWaitingCalls) calls wait for \(endpoint)", retryAfter: .seconds(1)))
        }
        waiting.append(call)
        if case .idle = state { connect() }
    }

    /// The head of a request. Valid until the next call.
    func requestHead(_ path: String, _ metadata: Metadata, _ authorization: String?, timeout: UInt64?) -> HTTP2Fields {
        fields.removeAll()
        fields.append(":method", "POST")
        fields.append(":scheme", "http")
        fields.append(":path", path)
        fields.append(":authority", authority)
        fields.append("te", "trailers")
        fields.append("content-type", "application/grpc")
        fields.append("user-agent", "stratum")
        // Differs from call to call: not worth a place in the compression table.
        if let timeout { fields.append("grpc-timeout", GRPCTimeout.text(nanoseconds: timeout), isSecret: true) }
        if let authorization { fields.append("authorization", authorization, isSecret: true) }
        metadata.forEach { fields.append($0, $1) }
        return fields
    }

    private func sendWaiting(on connection: HTTP2Connection) {
        while firstWaiting < waiting.count {
            let call = waiting[firstWaiting]
            if !call.isEnded {
                guard connection.hasFreeStream, call.start(on: connection) else { break }
            }
            firstWaiting += 1
        }
        if firstWaiting == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            firstWaiting = 0
        } else if firstWaiting >= 64, firstWaiting * 2 >= waiting.count {
            waiting.removeFirst(firstWaiting)
            firstWaiting = 0
        }
    }

    private func failWaiting(_ error: RPCError) {
        let calls = waiting[firstWaiting...]
        waiting = []
        firstWaiting = 0
        for call in calls { call.end(error) }
    }

    // MARK: The connection

    private func connect() {
        state = .connecting
        connector.connect(timeout: configuration.connectTimeout, delegate: self) { [self] result in
            guard case .connecting = state else { return }
            switch result {
            case .success(let connection): state = .handshaking(connection)
            case .failure(let error): failed(.unavailable("cannot connect to \(endpoint): \(error)", cause: error))
            }
        }
    }

    private func failed(_ error: RPCError) {
        failures += 1
        var random = SystemRandomNumberGenerator()
        let delay = backoff.delay(afterAttempt: failures, using: &random)
        let timer = loop.schedule(after: delay) { [self] in
            guard case .failed = state else { return }
            state = .idle
            if firstWaiting < waiting.count { connect() }
        }
        state = .failed(error, timer)
        if !configuration.waitsForReady { failWaiting(error) }
    }

    /// Lets a connection go that takes no more calls.
    private func leave(_ connection: HTTP2Connection) {
        guard case .ready(let current) = state, current === connection else { return }
        leaving[ObjectIdentifier(connection)] = connection
        state = .idle
        if firstWaiting < waiting.count { connect() }
    }

    /// Calls `done` once: when the running calls have ended, at `grace` at the latest.
    func close(grace: Duration, _ done: @escaping () -> Void) {
        loop.preconditionIsCurrent()
        var connections = Array(leaving.values)
        switch state {
        case .ready(let connection), .handshaking(let connection): connections.append(connection)
        case .failed(_, let timer): timer.cancel()
        default: break
        }
        connector.cancel()
        state = .closed
        failWaiting(.unavailable("the client is closed"))
        guard !connections.isEmpty else { return done() }
        for connection in connections { leaving[ObjectIdentifier(connection)] = connection }
        let timer = loop.schedule(after: grace) { [self] in
            for connection in Array(leaving.values) { connection.close() }
        }
        closedHandler = {
            timer.cancel()
            done()
        }
        for connection in connections { connection.drain() }
    }
}

extension ClientChannel: HTTP2ConnectionDelegate {
    func connectionIsReady(_ connection: HTTP2Connection) {
        guard case .handshaking(let current) = state, current === connection else { return }
        failures = 0
        state = .ready(connection)
        sendWaiting(on: connection)
    }

    func connectionIsDraining(_ connection: HTTP2Connection) { leave(connection) }

    func connection(_ connection: HTTP2Connection, ended stream: HTTP2Stream) {
        guard firstWaiting < waiting.count, case .ready(let current) = state, current === connection else { return }
        sendWaiting(on: connection)
    }

    func connection(_ connection: HTTP2Connection, closed reason: HTTP2CloseReason) {
        leaving[ObjectIdentifier(connection)] = nil
        switch state {
        case .ready(let current) where current === connection:
            state = .idle
            if firstWaiting < waiting.count { connect() }
        case .handshaking(let current) where current === connection:
            failed(.unavailable("cannot connect to \(endpoint): \(reason)"))
        case .closed where leaving.isEmpty:
            let handler = closedHandler
            closedHandler = nil
            handler?()
        default:
            break
        }
    }
}
