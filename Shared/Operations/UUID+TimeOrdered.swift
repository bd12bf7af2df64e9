package import FoundationEssentials

/// The stamps of this process.
private let stamps = TimeOrderedStamps()

extension UUID {
    /// A UUID of version 7 (RFC 9562 §5.7): sorts by time, and each is greater than those that this process made before.
    ///
    /// The 12 bits after the version hold the fraction of the millisecond (§6.2, method 3); when the clock stands still or goes back by
    /// less than a minute, the stamp goes on by one. 62 bits are random.
    package static func timeOrdered(unixNanoseconds: Int64, using random: inout some RandomNumberGenerator) -> UUID {
        UUID(stamp: stamps.next(unixNanoseconds: unixNanoseconds), random: random.next())
    }

    /// The UUID of a stamp of 60 bits and of 62 random bits.
    init(stamp: UInt64, random: UInt64) {
        let high = (stamp >> 12) << 16 | 0x7000 | stamp & 0xFFF
        self.init(high: high, low: random & (1 << 62 - 1) | 1 << 63)
    }

    /// A UUID of version 7 for the machine's present time, with the system's randomness.
    package static func timeOrdered() -> UUID {
        var random = SystemRandomNumberGenerator()
        return timeOrdered(unixNanoseconds: UnixTime.nanoseconds(), using: &random)
    }

    /// The milliseconds since 1970 that a UUID of version 7 carries; nil for other versions.
    package var unixMilliseconds: Int64? {
        guard uuid.6 >> 4 == 7 else { return nil }
        let bytes = [uuid.0, uuid.1, uuid.2, uuid.3, uuid.4, uuid.5]
        return bytes.reduce(0) { $0 << 8 | Int64($1) }
    }

    private init(high: UInt64, low: UInt64) {
        func byte(_ word: UInt64, _ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: word >> UInt64(56 - index * 8)) }
        self.init(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5), byte(high, 6), byte(high, 7),
                byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3), byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
            ))
    }
}
