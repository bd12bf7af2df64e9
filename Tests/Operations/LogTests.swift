import Foundation
import Synchronization
import Testing

@testable import Operations

/// Keeps lines for a test.
private final class Lines: LogSink {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func write(line: [UInt8]) { lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
}

@Suite("Log") struct LogTests {
    @Test func `a line is one JSON object with its fields in order`() throws {
        let lines = Lines()
        let log = Log(service: "events", sink: lines).with([.tenant: "t-1"])
        log.info("call finished", [.rpc: "/a.B/C", .code: "ok", .milliseconds: .duration(.microseconds(1234)), .count: 3])
        let line = try #require(lines.all.first)
        #expect(line.hasSuffix("}\n"))
        let expected = #""level":"info","service":"events","message":"call finished","tenant":"t-1","#
        let ends = #""rpc":"/a.B/C","code":"ok","ms":1.234,"count":3}"#
        #expect(line.contains(expected + ends))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let time = try #require(object["ts"] as? String)
        #expect(time.count == 24 && time.hasSuffix("Z"))
    }

    @Test func `a line below the level is not even made`() {
        let lines = Lines()
        let log = Log(service: "events", level: .warning, sink: lines)
        var isMade = false
        func message() -> String {
            isMade = true
            return "x"
        }
        log.info(message())
        log.debug(message())
        #expect(!isMade && lines.all.isEmpty)
        log.warning(message())
        #expect(isMade && lines.all.count == 1)
    }

    @Test(arguments: ["a\nb", "\"quoted\"", "back\\slash", "\u{1B}[31mred", "\u{7F}", "\u{0}", "tab\t", "żółć 🎉", "\r\n"])
    func `no text breaks out of its line`(text: String) throws {
        for format in LogFormat.allCases {
            let lines = Lines()
            Log(service: "events", format: format, sink: lines).error(text, [.reason: .string(text)])
            let line = try #require(lines.all.first)
            #expect(line.utf8.filter { $0 == 10 }.count == 1)
            #expect(!line.utf8.contains { $0 < 0x20 && $0 != 10 || $0 == 0x7F })
            if format == .json {
                let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                #expect(object["message"] as? String == text)
                #expect(object["reason"] as? String == text)
            }
        }
    }

    @Test(arguments: LogFormat.allCases) func `a line never grows past what one write to a pipe takes`(format: LogFormat) throws {
        let lines = Lines()
        let long = String(repeating: "ż", count: 100_000)
        let keys: [LogKey] = [.reason, .error, .peer, .state, .job]
        var fields = LogFields()
        for key in keys { fields.append(key, .string(long)) }
        Log(service: "events", format: format, sink: lines).info(long, fields)
        let line = try #require(lines.all.first)
        #expect(line.utf8.count <= 4096)
        #expect(line.contains("…") && !line.contains("\u{FFFD}"))
        if format == .json { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }

    @Test func `numbers that JSON lacks become null`() throws {
        let lines = Lines()
        Log(service: "events", sink: lines).info("x", [.count: .double(.infinity), .limit: .double(0.5), .state: true])
        #expect(lines.all.first?.contains(#""count":null,"limit":0.5,"state":true"#) == true)
    }

    private static let times: [(Int64, String)] = [
        (0, "1970-01-01T00:00:00.000Z"), (1_709_164_800_123_000_000, "2024-02-29T00:00:00.123Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (4_107_542_399_999_999_999, "2100-02-28T23:59:59.999Z"), (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000Z"),
        (951_782_400_000_000_000, "2000-02-29T00:00:00.000Z"),
    ]

    @Test(arguments: times) func `times are written as RFC 3339 has them`(nanoseconds: Int64, expected: String) {
        #expect(UnixTime.rfc3339(nanoseconds) == expected)
    }

    @Test func `the writer keeps order, loses nothing that fits and counts what does not`() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let writer = LogWriter(descriptor: ends[1], bytesMax: 10_000)
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 99) + [10]
        // Nobody reads: the pipe takes 64 KiB, the writer's hands 10 KB and its buffer 10 KB; then lines are dropped.
        for _ in 0..<2000 { writer.write(line: line) }
        #expect(writer.droppedLines > 0)
        let reader = ends[0]
        _ = fcntl(reader, F_SETFL, O_NONBLOCK)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            let count = read(reader, &chunk, chunk.count)
            if count > 0 { bytes += chunk[..<count] }
            let text = bytes.split(separator: 10)
            let counted = text.filter { $0.first == UInt8(ascii: "{") }.count
            if counted > 0, text.count - counted == 2000 - Int(writer.droppedLines) { break }
            usleep(1000)
        }
        let lines = bytes.split(separator: 10)
        #expect(lines.count(where: { $0.count == 99 }) == 2000 - Int(writer.droppedLines))
        #expect(String(decoding: bytes, as: UTF8.self).contains("log lines dropped"))
    }

    @Test func `flush ends when everything is written`() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let writer = LogWriter(descriptor: ends[1])
        Log(service: "events", sink: writer).info("the last words")
        writer.flush(within: .seconds(5))
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = read(ends[0], &chunk, chunk.count)
        #expect(String(decoding: chunk[..<max(0, count)], as: UTF8.self).contains("the last words"))
    }
}
