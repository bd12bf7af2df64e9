import Messages
import Testing

@Suite("Timestamps and durations")
struct TimestampTests {
    typealias Timestamp = GoogleProtobuf.Timestamp

    @Test(arguments: [
        (Timestamp(), "1970-01-01T00:00:00Z"),
        (Timestamp(seconds: -62_135_596_800), "0001-01-01T00:00:00Z"),
        (Timestamp(seconds: 253_402_300_799, nanos: 999_999_999), "9999-12-31T23:59:59.999999999Z"),
        (Timestamp(seconds: -1, nanos: 500_000_000), "1969-12-31T23:59:59.500Z"),
        (Timestamp(seconds: 951_782_400), "2000-02-29T00:00:00Z"),
        (Timestamp(seconds: 1_291_161_600, nanos: 1000), "2010-12-01T00:00:00.000001Z"),
    ]) func `a time is written as RFC 3339 in UTC`(time: Timestamp, text: String) {
        #expect(time.rfc3339 == text)
        #expect(Timestamp(rfc3339: text) == time)
    }

    @Test(
        arguments: [
            ("2010-12-01T01:00:00+01:00", 1_291_161_600), ("2010-11-30T23:30:00-00:30", 1_291_161_600),
            ("2010-12-01t00:00:00z", 1_291_161_600),
            ("2010-12-01T00:00:00.0Z", 1_291_161_600),
        ] as [(String, Int64)]) func `a time is read with its offset`(text: String, seconds: Int64)
    {
        #expect(Timestamp(rfc3339: text) == Timestamp(seconds: seconds))
    }

    @Test(arguments: [
        "", "2010", "2010-12-01", "2010-12-01T00:00:00", "2010-13-01T00:00:00Z", "2011-02-29T00:00:00Z", "2010-12-01T24:00:00Z",
        "2010-12-01T00:60:00Z",
        "2010-12-01T00:00:60Z", "2010-12-01T00:00:00.Z", "2010-12-01T00:00:00.1234567890Z", "2010-12-01 00:00:00Z",
        "2010-12-01T00:00:00+0100",
        "0000-12-01T00:00:00Z", "9999-12-31T23:59:59-01:00", "2010-12-01T00:00:00Zx", "+010-12-01T00:00:00Z",
    ]) func `what is no time is refused`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func `every day of four hundred years is the day after the one before`() throws {
        var last: Int64 = -2_208_988_800
        for day in 1..<146_097 {
            let seconds = -2_208_988_800 + Int64(day) * 86_400
            let text = try #require(Timestamp(seconds: seconds).rfc3339)
            let again = try #require(Timestamp(rfc3339: text))
            try #require(again.seconds == seconds && again.seconds == last + 86_400)
            last = again.seconds
        }
    }

    @Test(arguments: [0, 1, -1, 999_999_999, 1_000_000_000, -1_000_000_001, .max, .min] as [Int64])
    func `nanoseconds since 1970 come back`(nanoseconds: Int64) {
        let time = Timestamp(unixNanoseconds: nanoseconds)
        #expect(time.isValid && time.unixNanoseconds == nanoseconds)
        #expect(Timestamp(unixMicroseconds: nanoseconds / 1000).unixMicroseconds == nanoseconds / 1000)
        #expect(Timestamp(unixMilliseconds: nanoseconds / 1_000_000).unixMilliseconds == nanoseconds / 1_000_000)
    }

    @Test func `a time that does not fit is nil`() {
        #expect(Timestamp(seconds: 10_000_000_000).unixNanoseconds == nil)
        #expect(Timestamp(seconds: .max, nanos: .max).unixMilliseconds == nil)
    }

    @Test(arguments: [
        (Swift.Duration.milliseconds(1500), "\"1.500s\""), (.zero, "\"0s\""), (.nanoseconds(-1), "\"-0.000000001s\""),
        (.seconds(-2), "\"-2s\""),
        (.milliseconds(-2500), "\"-2.500s\""),
    ]) func `a duration is written in seconds`(duration: Swift.Duration, text: String) throws {
        let message = GoogleProtobuf.Duration(duration)
        #expect(try message.json() == text)
        #expect(try GoogleProtobuf.Duration(json: text) == message)
        #expect(Swift.Duration(message) == duration)
    }
}
