import FoundationEssentials

extension UUID {
    /// The smallest UUID of version 7 of a moment: where a range of ids begins.
    static func first(at moment: Moment) -> UUID {
        let milliseconds = UInt64(max(0, moment.unixMicroseconds)) / 1000
        func byte(_ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: milliseconds >> UInt64(40 - index * 8)) }
        return UUID(uuid: (byte(0), byte(1), byte(2), byte(3), byte(4), byte(5), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    }
}
