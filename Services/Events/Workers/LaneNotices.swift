import Advertising
import EventLoop
import FoundationEssentials
import Operations
import Postgres

/// Tells other processes of lanes that have work and are theirs, and hears of ours from them: by NOTIFY, gathered, and apart from the transactions
/// that store events, because commits with notices wait for each other.
///
/// A convenience: a notice that is lost costs a second, until the lane's holder looks by itself. *Confined* to its loop, but for `tell`.
final class LaneNotices: @unchecked Sendable {
    private static let channel = "stratum_events_lanes"
    /// Between two notices of this process.
    private static let interval: Duration = .milliseconds(50)
    /// A notice holds less than 8000 bytes.
    private static let lanesPerNotice = 120
    private static let lanesMax = 1_200
    private static let timeout: Duration = .seconds(5)

    private let loop: EventLoop
    private let pool: PostgresPool
    private var listener: PostgresListener?
    private let log: Log
    /// Tells its own notices from those of others.
    private let sender = UUID().uuidString
    private var untold: Set<Lane> = []
    private var isTelling = false

    init(loop: EventLoop, pool: PostgresPool, log: Log) {
        self.loop = loop
        self.pool = pool
        self.log = log
    }

    /// Begins to hear; `heard` is called on the loop.
    func start(heard: @escaping @Sendable ([Lane]) -> Void) {
        let sender = sender
        listener = PostgresListener(configuration: pool.configuration, loop: loop, channels: [Self.channel]) { notice in
            guard case .notified(_, let payload) = notice else { return }
            let lanes = Self.lanes(in: payload, unlessFrom: sender)
            if !lanes.isEmpty { heard(lanes) }
        }
        listener?.start()
    }

    func stop() {
        listener?.stop()
        listener = nil
    }

    /// Says that lanes have work that somebody else serves. From any thread.
    func tell(_ lanes: [Lane]) {
        loop.execute { [self] in
            if untold.count < Self.lanesMax { untold.formUnion(lanes) }
            guard !isTelling else { return }
            isTelling = true
            loop.spawn("lane-notices") { [self] in
                while !untold.isEmpty {
                    await send()
                    try? await loop.sleep(for: Self.interval)
                }
                isTelling = false
            }
        }
    }

    private func send() async {
        let lanes = Array(untold.prefix(Self.lanesPerNotice))
        untold.subtract(lanes)
        let payload = ([sender] + lanes.map { "\($0.tenantID.uuidString)/\($0.platform.rawValue)" }).joined(separator: ",")
        do {
            try await pool.query("SELECT pg_notify(\(Self.channel), \(payload))", timeout: Self.timeout)
        } catch {
            log.debug("other processes cannot be told of lanes", [.error: "\(error)"])
        }
    }

    static func lanes(in payload: String, unlessFrom sender: String) -> [Lane] {
        let parts = payload.split(separator: ",")
        guard parts.first.map(String.init) != sender else { return [] }
        return parts.dropFirst().compactMap { part in
            let pair = part.split(separator: "/")
            guard pair.count == 2, let tenantID = UUID(uuidString: String(pair[0])), let platform = Platform(rawValue: String(pair[1]))
            else {
                return nil
            }
            return Lane(tenantID: tenantID, platform: platform)
        }
    }
}
