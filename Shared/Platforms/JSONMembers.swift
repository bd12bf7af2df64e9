/// The members of a JSON object, their values as they stand. For JSON of our own making: looks at structure only, not at every rule.
struct JSONMembers {
    /// In the order of their keys; the last of the same key counts.
    let sorted: [(key: String, value: ArraySlice<UInt8>)]

    /// Nil when the bytes are no object.
    init?(_ bytes: [UInt8]) {
        var scanner = Scanner(bytes: bytes)
        guard let members = scanner.object() else { return nil }
        sorted = Dictionary(members) { _, last in last }.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
    }

    private struct Scanner {
        let bytes: [UInt8]
        var position = 0

        mutating func object() -> [(String, ArraySlice<UInt8>)]? {
            guard take(UInt8(ascii: "{")) else { return nil }
            var members: [(String, ArraySlice<UInt8>)] = []
            if !take(UInt8(ascii: "}")) {
                repeat {
                    guard let key = string(), take(UInt8(ascii: ":")), let value = value() else { return nil }
                    members.append((key, value))
                } while take(UInt8(ascii: ","))
                guard take(UInt8(ascii: "}")) else { return nil }
            }
            skipBlanks()
            return position == bytes.count ? members : nil
        }

        private mutating func string() -> String? {
            skipBlanks()
            let start = position
            guard skipString() else { return nil }
            // The key with its escapes: the same key is written the same way each time.
            return String(decoding: bytes[(start + 1)..<(position - 1)], as: UTF8.self)
        }

        private mutating func value() -> ArraySlice<UInt8>? {
            skipBlanks()
            let start = position
            var depth = 0
            while position < bytes.count {
                switch bytes[position] {
                case UInt8(ascii: "\""):
                    guard skipString() else { return nil }
                    continue
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    if depth == 0 { return end(start) }
                    depth -= 1
                case UInt8(ascii: ",") where depth == 0: return end(start)
                default: break
                }
                position += 1
            }
            return nil
        }

        private func end(_ start: Int) -> ArraySlice<UInt8>? {
            var value = bytes[start..<position]
            while let last = value.last, last == 0x20 || last == 0x0A || last == 0x0D || last == 0x09 { value.removeLast() }
            return value.isEmpty ? nil : value
        }

        private mutating func skipString() -> Bool {
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return false }
            position += 1
            while position < bytes.count {
                switch bytes[position] {
                case UInt8(ascii: "\""):
                    position += 1
                    return true
                case UInt8(ascii: "\\"): position += 2
                default: position += 1
                }
            }
            return false
        }

        private mutating func take(_ byte: UInt8) -> Bool {
            skipBlanks()
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
            return true
        }

        private mutating func skipBlanks() {
            while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
        }
    }
}
