extension GoogleProtobuf.Duration {
    /// A span of time, rounded towards zero to nanoseconds.
    package init(_ duration: Swift.Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(seconds: seconds, nanos: Int32(attoseconds / 1_000_000_000))
    }

    /// The span as the standard library has it.
    package var duration: Swift.Duration {
        .seconds(seconds) + .nanoseconds(Int64(nanos))
    }

    /// Whether it spans at most 10,000 years, and its nanos have the sign of its seconds and are less than one second.
    package var isValid: Bool {
        Self.secondsRange.contains(seconds) && (-999_999_999...999_999_999).contains(nanos)
            && !(seconds < 0 && nanos > 0) && !(seconds > 0 && nanos < 0)
    }

    /// 10,000 years of 365.25 days either way. Source: google/protobuf/duration.proto.
    static let secondsRange: ClosedRange<Int64> = -315_576_000_000...315_576_000_000
}

extension Swift.Duration {
    /// The span that a message says.
    package init(_ message: GoogleProtobuf.Duration) {
        self = message.duration
    }
}
