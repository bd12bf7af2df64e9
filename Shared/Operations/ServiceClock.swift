import Glibc
import Synchronization

/// Business time: expiry, mails, the age of events. The machine's clock, plus an offset that a file may hold when shifting is allowed.
///
/// The offset is for trying sixty days in seconds: `STRATUM_CLOCK_FILE` names a file with a span such as `7d`, `-90m` or `3600` (seconds),
/// read again at most ten times a second, and only under `STRATUM_ALLOW_CLOCK_SHIFT=1`. Leases and locks use the database's clock instead.
package final class ServiceClock: Sendable {
    private let file: String?
    private let offset = Atomic<Int64>(0)
    private let checkedAt = Atomic<Int64>(.min)

    /// How long an offset is taken as read.
    private static let staleAfterNanoseconds: Int64 = 100_000_000

    /// A clock that cannot be shifted.
    package init() {
        file = nil
    }

    /// A clock whose offset is in `file`. A file that is not there means no offset; one that cannot be understood is an error now, and
    /// ignored later.
    package init(offsetFile: String) throws(StartError) {
        file = offsetFile
        guard let text = Self.read(offsetFile) else { return }
        guard let nanoseconds = Self.offset(text) else {
            throw .configuration("STRATUM_CLOCK_FILE names \(offsetFile), which holds no span of time such as 7d.")
        }
        offset.store(nanoseconds, ordering: .relaxed)
    }

    /// The clock that the environment asks for. A clock file without leave to shift is refused: silence would hide a mistake.
    package convenience init(_ environment: Environment) throws(StartError) {
        let isAllowed = try environment.bool(
            "STRATUM_ALLOW_CLOCK_SHIFT", default: false, "Whether STRATUM_CLOCK_FILE may shift business time; for trials only.")
        let file = try environment.optionalString("STRATUM_CLOCK_FILE", "A file that holds how far business time is shifted, such as 7d.")
        switch (file, isAllowed) {
        case (nil, _): self.init()
        case (.some, false): throw .configuration("STRATUM_CLOCK_FILE is set without STRATUM_ALLOW_CLOCK_SHIFT=1.")
        case (.some(let file), true): try self.init(offsetFile: file)
        }
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    package func unixNanoseconds() -> Int64 {
        let machine = UnixTime.nanoseconds()
        guard let file else { return machine }
        let checked = checkedAt.load(ordering: .relaxed)
        if checked == .min || (machine - checked).magnitude > UInt64(Self.staleAfterNanoseconds) {
            checkedAt.store(machine, ordering: .relaxed)
            if let text = Self.read(file) {
                if let nanoseconds = Self.offset(text) { offset.store(nanoseconds, ordering: .relaxed) }
            } else {
                offset.store(0, ordering: .relaxed)
            }
        }
        return machine &+ offset.load(ordering: .relaxed)
    }

    /// Microseconds since 1970, as PostgreSQL counts.
    package func unixMicroseconds() -> Int64 { unixNanoseconds() / 1000 }

    /// Seconds since 1970.
    package func unixSeconds() -> Int64 { unixNanoseconds() / 1_000_000_000 }

    // MARK: The file

    /// A whole number with `d`, `h`, `m` or `s` (seconds when nothing follows) as nanoseconds; at most a hundred years either way.
    package static func offset(_ text: String) -> Int64? {
        var digits = Substring(text)
        while let last = digits.last, last.isWhitespace { digits.removeLast() }
        var unit: Int64 = 1
        switch digits.last {
        case "d": unit = 86_400
        case "h": unit = 3600
        case "m": unit = 60
        default: break
        }
        if let last = digits.last, last.isLetter {
            guard "dhms".contains(last) else { return nil }
            digits.removeLast()
        }
        guard let count = Int64(digits), count.magnitude <= 3_155_760_000 / unit.magnitude else { return nil }
        return count * unit * 1_000_000_000
    }

    /// At most 64 bytes of the file; nil when there is none.
    private static func read(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { return nil }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
