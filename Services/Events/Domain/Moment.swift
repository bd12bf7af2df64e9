/// A moment of business time, to the microsecond.
struct Moment: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    let unixMicroseconds: Int64

    init(unixMicroseconds: Int64) { self.unixMicroseconds = unixMicroseconds }
    init(unixSeconds: Int64) { unixMicroseconds = unixSeconds.multipliedReportingOverflow(by: 1_000_000).partialValue }

    /// Whole seconds since 1970, rounded down.
    var unixSeconds: Int64 {
        let (quotient, remainder) = unixMicroseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    static func < (left: Moment, right: Moment) -> Bool { left.unixMicroseconds < right.unixMicroseconds }

    static func + (moment: Moment, span: Duration) -> Moment {
        Moment(unixMicroseconds: moment.unixMicroseconds.addingClamped(span.wholeMicroseconds))
    }

    static func - (moment: Moment, span: Duration) -> Moment {
        Moment(unixMicroseconds: moment.unixMicroseconds.subtractingClamped(span.wholeMicroseconds))
    }

    static func - (left: Moment, right: Moment) -> Duration {
        .microseconds(left.unixMicroseconds.subtractingClamped(right.unixMicroseconds))
    }
}

extension Duration {
    /// Microseconds, rounded down, at most 292,000 years either way.
    var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        return Int64(clamping: Int128(seconds) * 1_000_000 + Int128(attoseconds / 1_000_000_000_000))
    }
}

extension Int64 {
    /// The difference, or the nearest number there is.
    fileprivate func subtractingClamped(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        guard overflow else { return difference }
        return other < 0 ? .max : .min
    }

    /// The sum, or the nearest number there is.
    fileprivate func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        guard overflow else { return sum }
        return other < 0 ? .min : .max
    }
}
