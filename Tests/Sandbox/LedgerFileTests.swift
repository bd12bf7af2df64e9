import Foundation
import Secrets
import Testing

@testable import Sandbox

@Suite("Ledger's file")
struct LedgerFileTests {
    private func withFile(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "stratum-ledger-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    private func event(_ sequence: Int64, isCounted: Bool = true) -> ReceivedEvent {
        let body = "{\"n\":\(sequence),\n\"é\":\"\\\"\"}"
        return ReceivedEvent(
            sequence: sequence, platform: .meta, pixelID: "1", eventName: "Purchase \"x\"", eventID: "id-\(sequence)",
            receivedAtUnixNanoseconds: 1_785_542_400_123_456_789, digest: SHA256.digest(of: body), isCounted: isCounted,
            body: Array(body.utf8))
    }

    private func read(_ path: String) throws -> [ReceivedEvent] {
        var events: [ReceivedEvent] = []
        try LedgerFile(path: path).read { events.append($0) }
        return events
    }

    @Test func `what was appended is read again, in its order`() throws {
        try withFile { path in
            let file = try LedgerFile(path: path)
            try file.append([event(1), event(2)])
            try file.append([event(3, isCounted: false)])
            #expect(try read(path) == [event(1), event(2), event(3, isCounted: false)])
        }
    }

    @Test func `a last line without its end is cut off, wherever a kill has cut it`() throws {
        try withFile { path in
            try LedgerFile(path: path).append([event(1), event(2)])
            let whole = try Data(contentsOf: URL(filePath: path))
            let firstLine = try #require(whole.firstIndex(of: 10)) + 1
            for count in stride(from: firstLine, to: whole.count, by: 7) {
                try whole.prefix(count).write(to: URL(filePath: path))
                #expect(try read(path) == [event(1)])
                try LedgerFile(path: path).append([event(2)])
                #expect(try read(path) == [event(1), event(2)])
            }
        }
    }

    @Test func `a whole line that cannot be read is an error that names it`() throws {
        try withFile { path in
            try LedgerFile(path: path).append([event(1)])
            let handle = try #require(FileHandle(forWritingAtPath: path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data("not a line\n".utf8))
            let error = #expect(throws: LedgerFileError.self) { try read(path) }
            #expect(error?.description.hasPrefix("reading line 2 of ") == true)
        }
    }

    @Test func `a reset empties the file, and a folder is no file`() throws {
        try withFile { path in
            let file = try LedgerFile(path: path)
            try file.append([event(1)])
            try file.reset()
            try file.append([event(2)])
            #expect(try read(path).map(\.eventID) == ["id-2"])
        }
        #expect(throws: LedgerFileError.self) { _ = try LedgerFile(path: "/tmp") }
    }
}
