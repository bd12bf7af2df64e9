package import EventLoop
import Operations
import Resilience

/// One connection of its own that hears NOTIFY, straight to the server, because a pooler in transaction mode would not pass it on.
///
/// Connects again with backoff, and says each time that what came in between went unheard. A quiet connection is asked for a sign of life, so
/// that a silent network is noticed. Confined to its loop; lives until `stop`.
package final class PostgresListener: @unchecked Sendable {
    private let configuration: PostgresConfiguration
    private let loop: EventLoop
    private let channels: [String]
    private let onNotice: (PostgresNotice) -> Void
    private var task: Task<Void, Never>?
    private var connection: PostgresConnection?
    private var random = SystemRandomNumberGenerator()

    private static let backoff = Backoff(initial: .milliseconds(50), cap: .seconds(5), least: .milliseconds(10), jitter: .equal)
    private static let heartbeat: Duration = .seconds(20)
    private static let answerLimit: UInt64 = 5_000_000_000

    /// `onNotice` is called on the loop and does not block. Channels are names of the code, not of anyone outside.
    package init(
        configuration: PostgresConfiguration, loop: EventLoop, channels: [String], onNotice: @escaping (PostgresNotice) -> Void
    ) {
        self.configuration = configuration.direct
        self.loop = loop
        self.channels = channels
        self.onNotice = onNotice
    }

    /// Begins to listen, now and after each loss.
    package func start() {
        loop.preconditionIsCurrent()
        precondition(task == nil, "a listener is started once")
        task = loop.spawn("postgres listen") { await self.run() }
    }

    /// Ends it. No notice comes after.
    package func stop() {
        loop.preconditionIsCurrent()
        task?.cancel()
        connection?.close()
    }

    private func run() async {
        var attempts = 0
        while !Task.isCancelled {
            do {
                let connection = try await PostgresConnection.open(configuration, on: loop)
                self.connection = connection
                defer {
                    self.connection = nil
                    connection.close()
                }
                connection.onNotification = { [weak self] channel, payload in
                    self?.onNotice(.notified(channel: channel, payload: payload))
                }
                let listen = channels.map { channel -> SQL in "listen \(identifier: channel)" }
                _ = try await connection.exchange(listen, deadline: loop.now &+ Self.answerLimit)
                try Task.checkCancellation()
                attempts = 0
                onNotice(.listening)
                try await watchOver(connection)
            } catch {
                attempts += 1
            }
            try? await loop.sleep(for: Self.backoff.delay(afterAttempt: max(attempts, 1), using: &random))
        }
    }

    /// Returns by throwing when the connection ends or no longer answers.
    private func watchOver(_ connection: PostgresConnection) async throws {
        while true {
            let end = OneShot<Bool>(loop: loop)
            connection.onEnd = { end.finish(.success(true)) }
            guard connection.isOpen else { throw PostgresError(.connectionLost, "the connection to the database was lost") }
            let beat = loop.schedule(after: Self.heartbeat) { end.finish(.success(false)) }
            defer { beat.cancel() }
            let hasEnded = try await end.wait(timeout: Self.heartbeat * 2, timeoutError: PostgresError.deadlinePassed()) {}
            guard !hasEnded else { throw PostgresError(.connectionLost, "the connection to the database was lost") }
            _ = try await connection.exchange(["select 1"], deadline: loop.now &+ Self.answerLimit)
        }
    }
}
