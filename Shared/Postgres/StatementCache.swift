/// Which statements one connection has prepared on its server, and under which names.
struct StatementCache {
    /// How a statement is to be sent.
    enum Way: Equatable {
        case unnamed
        case prepareFirst(name: String)
        case prepared(name: String)
    }

    private struct Entry {
        let name: String
        let types: [PostgresType]
        var isPrepared = false
    }

    private var entries: [String: Entry] = [:]
    /// Texts that came once. A statement is prepared when it comes again, so that texts made for one occasion stay out.
    private var seen: Set<String> = []
    private var namesGiven = 0
    private let isEnabled: Bool

    /// Prepared statements of one connection; each holds a plan in the server's memory. Past it, statements go unnamed.
    private static let entriesMax = 200
    private static let seenMax = 1_000

    init(isEnabled: Bool) { self.isEnabled = isEnabled }

    /// The way to send a statement. After `prepareFirst` the caller reports `prepared` or `failed`.
    mutating func way(for sql: SQL) -> Way {
        guard isEnabled else { return .unnamed }
        let parameters = sql.buffer.parameters
        if let entry = entries[sql.text] {
            // The same text with other types is another statement; rare enough to go unnamed. One that is being prepared earlier in the
            // same exchange is there by the time it is used, or all that follows it is skipped.
            guard entry.types.elementsEqual(parameters.lazy.map(\.type)) else { return .unnamed }
            return .prepared(name: entry.name)
        }
        guard seen.contains(sql.text) else {
            if seen.count >= Self.seenMax { seen.removeAll() }
            seen.insert(sql.text)
            return .unnamed
        }
        guard entries.count < Self.entriesMax else { return .unnamed }
        seen.remove(sql.text)
        namesGiven += 1
        let entry = Entry(name: "s\(namesGiven)", types: parameters.map(\.type))
        entries[sql.text] = entry
        return .prepareFirst(name: entry.name)
    }

    /// The server has prepared a statement.
    mutating func prepared(_ text: String) { entries[text]?.isPrepared = true }

    /// Forgets what was being prepared when an exchange failed: the server may have skipped it.
    mutating func forgetUnprepared() {
        entries = entries.filter { $0.value.isPrepared }
    }
}
