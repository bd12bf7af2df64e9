extension GoogleProtobuf.Timestamp {
    /// A point in time by its nanoseconds since 1970-01-01T00:00:00Z; before it they are negative.
    package init(unixNanoseconds: Int64) {
        let (seconds, nanos) = unixNanoseconds.flooredDivision(by: 1_000_000_000)
        self.init(seconds: seconds, nanos: Int32(nanos))
    }

    /// A point in time by its microseconds since 1970-01-01T00:00:00Z, PostgreSQL's precision.
    package init(unixMicroseconds: Int64) {
        let (seconds, micros) = unixMicroseconds.flooredDivision(by: 1_000_000)
        self.init(seconds: seconds, nanos: Int32(micros * 1000))
    }

    /// A point in time by its milliseconds since 1970-01-01T00:00:00Z.
    package init(unixMilliseconds: Int64) {
        let (seconds, millis) = unixMilliseconds.flooredDivision(by: 1000)
        self.init(seconds: seconds, nanos: Int32(millis * 1_000_000))
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z; nil when they do not fit, which is before 1678 and after 2261.
    package var unixNanoseconds: Int64? { scaled(by: 1_000_000_000, nanosPerUnit: 1) }

    /// Microseconds since 1970-01-01T00:00:00Z, rounded down; nil when they do not fit.
    package var unixMicroseconds: Int64? { scaled(by: 1_000_000, nanosPerUnit: 1000) }

    /// Milliseconds since 1970-01-01T00:00:00Z, rounded down; nil when they do not fit.
    package var unixMilliseconds: Int64? { scaled(by: 1000, nanosPerUnit: 1_000_000) }

    private func scaled(by scale: Int64, nanosPerUnit: Int64) -> Int64? {
        let part = Int64(nanos).flooredDivision(by: nanosPerUnit).quotient
        // Counted from the second's end when before 1970, so that the earliest times fit too.
        let isBefore = seconds < 0
        let (whole, overflow) = (isBefore ? seconds + 1 : seconds).multipliedReportingOverflow(by: scale)
        let (sum, sumOverflow) = whole.addingReportingOverflow(isBefore ? part - scale : part)
        return overflow || sumOverflow ? nil : sum
    }

    /// Whether it lies in the years 1 to 9999 and its nanos in one second, as the proto demands.
    package var isValid: Bool { Self.secondsRange.contains(seconds) && (0..<1_000_000_000).contains(nanos) }

    /// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
    static let secondsRange: ClosedRange<Int64> = -62_135_596_800...253_402_300_799
}

extension Int64 {
    /// The quotient rounded down, and the remainder, which is not negative.
    func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
