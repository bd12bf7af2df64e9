import Glibc
import Secrets

/// The ledger on disk: one JSON object a line, appended before the platform answers, read again at the next start.
///
/// A process that is killed leaves at most a last line without its end, which the next start cuts off. Not forced to the disk: the ledger
/// outlives the process, not the machine. *Owns* its descriptor. *Confined* by the lock of whoever holds it.
final class LedgerFile: @unchecked Sendable {
    private let path: String
    private let descriptor: Int32

    /// Opens the file, making it when there is none.
    init(path: String) throws(LedgerFileError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw LedgerFileError(operation: "open", path: path, code: errno) }
    }

    deinit { close(descriptor) }

    /// Gives the events of earlier runs to `body`, numbered from 1, and cuts off what is no whole line at the end.
    func read(_ body: (ReceivedEvent) -> Void) throws(LedgerFileError) {
        let bytes = try contents()
        var start = 0
        var sequence: Int64 = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            sequence += 1
            guard let event = bytes[start..<end].withUnsafeBytes({ Self.event($0, sequence: sequence) }) else {
                throw LedgerFileError(operation: "reading line \(sequence) of", path: path, code: 0)
            }
            body(event)
            start = end + 1
        }
        if start < bytes.count, ftruncate(descriptor, start) != 0 {
            throw LedgerFileError(operation: "truncate", path: path, code: errno)
        }
    }

    /// Appends the events of one request in one write.
    func append(_ events: [ReceivedEvent]) throws(LedgerFileError) {
        var writer = JSONWriter(capacity: events.reduce(0) { $0 + $1.body.count + 320 })
        for event in events { Self.write(event, to: &writer) }
        var done = 0
        let bytes = writer.bytes
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done) }
            guard count > 0 else {
                if count < 0 && errno == EINTR { continue }
                throw LedgerFileError(operation: "write", path: path, code: errno)
            }
            done += count
        }
    }

    /// Empties the file.
    func reset() throws(LedgerFileError) {
        guard ftruncate(descriptor, 0) == 0 else { throw LedgerFileError(operation: "truncate", path: path, code: errno) }
    }

    // MARK: Lines

    private static func write(_ event: ReceivedEvent, to writer: inout JSONWriter) {
        writer.raw(#"{"platform":"#)
        writer.string(event.platform.rawValue)
        writer.raw(#","pixel_id":"#)
        writer.string(event.pixelID)
        writer.raw(#","event_name":"#)
        writer.string(event.eventName)
        writer.raw(#","event_id":"#)
        writer.string(event.eventID)
        writer.raw(#","received_at_unix_nanoseconds":"#)
        writer.integer(event.receivedAtUnixNanoseconds)
        writer.raw(#","body_sha256":"#)
        writer.string(event.digest.hex)
        writer.raw(#","is_counted":"#)
        writer.raw(event.isCounted ? "true" : "false")
        writer.raw(#","body":"#)
        // JSON already; only line breaks between its members would break the line.
        if event.body.isEmpty || event.body.contains(where: { $0 < 0x20 }) {
            writer.string(event.body)
        } else {
            writer.raw(event.body)
        }
        writer.raw("}\n")
    }

    private static func event(_ line: UnsafeRawBufferPointer, sequence: Int64) -> ReceivedEvent? {
        var texts: [String: String] = [:]
        var receivedAt: Int64?
        var isCounted: Bool?
        var body: [UInt8]?
        var reader = JSONReader(line)
        do {
            try reader.members { key, reader in
                switch key {
                case "received_at_unix_nanoseconds": receivedAt = Int64(try reader.number())
                case "is_counted": isCounted = try reader.bool()
                case "body" where try reader.kind() == .object:
                    let place = try reader.skip()
                    body = Array(UnsafeRawBufferPointer(rebasing: reader.bytes[place]))
                case "body": body = Array(try reader.text().string.utf8)
                default: texts[key] = try reader.text().string
                }
            }
            try reader.end()
        } catch {
            return nil
        }
        guard let platform = texts["platform"].flatMap(SandboxPlatform.init), let pixelID = texts["pixel_id"],
            let name = texts["event_name"],
            let id = texts["event_id"], let receivedAt, let isCounted, let body,
            let digest = texts["body_sha256"].flatMap({ SHA256Digest(hex: $0) })
        else { return nil }
        return ReceivedEvent(
            sequence: sequence, platform: platform, pixelID: pixelID, eventName: name, eventID: id,
            receivedAtUnixNanoseconds: receivedAt, digest: digest, isCounted: isCounted, body: body)
    }

    private func contents() throws(LedgerFileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var offset = 0
        while true {
            let count = pread(descriptor, &buffer, buffer.count, offset)
            guard count >= 0 else { throw LedgerFileError(operation: "read", path: path, code: errno) }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
            offset += count
        }
    }
}
