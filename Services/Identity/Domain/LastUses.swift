import FoundationEssentials

/// Which API keys were exchanged and when, to the minute, gathered until they are written down together: an exchange writes nothing itself.
struct LastUses {
    /// A key that was used.
    struct Key: Hashable, Sendable {
        let tenantID: UUID
        let apiKeyID: UUID
    }

    private var gathered: [Key: Date] = [:]
    private var written: [Key: Date] = [:]
    private let keysMax: Int

    /// `keysMax`: keys remembered at once; the use of one more is forgotten, which costs a minute's exactness and nothing else.
    init(keysMax: Int) {
        self.keysMax = keysMax
    }

    /// Whether there is nothing to write.
    var isEmpty: Bool { gathered.isEmpty }

    /// Takes down that a key was used. A second use within a minute that is already written is not gathered again.
    mutating func note(_ key: Key, at time: Date) {
        let minute = Self.minute(of: time)
        if let last = written[key], last >= minute { return }
        guard gathered[key] != nil || gathered.count < keysMax else { return }
        gathered[key] = max(gathered[key] ?? minute, minute)
    }

    /// Hands out what is to be written, in an order that two writers share so that they cannot lock each other out.
    mutating func take() -> [(key: Key, minute: Date)] {
        let uses = gathered.sorted { ($0.key.tenantID, $0.key.apiKeyID) < ($1.key.tenantID, $1.key.apiKeyID) }
        if written.count + gathered.count > keysMax { written.removeAll(keepingCapacity: true) }
        written.merge(gathered) { max($0, $1) }
        gathered.removeAll(keepingCapacity: true)
        return uses.map { (key: $0.key, minute: $0.value) }
    }

    /// Gives back what could not be written.
    mutating func putBack(_ uses: [(key: Key, minute: Date)]) {
        for use in uses {
            written[use.key] = nil
            note(use.key, at: use.minute)
        }
    }

    private static func minute(of time: Date) -> Date {
        Date(timeIntervalSince1970: (time.timeIntervalSince1970 / 60).rounded(.down) * 60)
    }
}
