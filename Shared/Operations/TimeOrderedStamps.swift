import Synchronization

/// Time stamps that rise with each one given out: milliseconds since 1970 in the upper 48 of 60 bits, fractions of one in the lower 12.
///
/// When the clock stands still or goes back by less than a minute, the stamp goes on by one. A clock that leads by more was wrong and has been
/// set right: the stamps follow it back. Any thread may call.
final class TimeOrderedStamps: Sendable {
    private let last = Atomic<UInt64>(0)

    /// A minute.
    private static let leadMax: UInt64 = 60_000 << 12

    func next(unixNanoseconds: Int64) -> UInt64 {
        let nanoseconds = UInt64(max(0, unixNanoseconds))
        let clock = (nanoseconds / 1_000_000) << 12 | (nanoseconds % 1_000_000) * 4096 / 1_000_000
        var known = last.load(ordering: .relaxed)
        while true {
            let stamp = known > clock &+ Self.leadMax ? clock : max(clock, known &+ 1)
            let (exchanged, original) = last.weakCompareExchange(expected: known, desired: stamp, ordering: .relaxed)
            if exchanged { return stamp }
            known = original
        }
    }
}
