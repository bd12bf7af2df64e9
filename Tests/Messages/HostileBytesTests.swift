@testable import Messages
import Testing

/// Bytes from outside: always an answer, never a crash, always within the limits.
@Suite("Hostile bytes")
struct HostileBytesTests {
    typealias Every = TestingV1.EveryField

    static let rich: Every = {
        var message = Every(int32Field: -5, doubleField: 2.5, stringField: "text é", bytesField: [1, 2, 3], innerField: .init(number: 7))
        message.optionalString = "o"
        message.repeatedInt32 = [1, 2, 300]
        message.repeatedDouble = [1, 2]
        message.repeatedString = ["a", ""]
        message.repeatedInner = [.init(number: 1), .init(text: "t")]
        message.stringMap = ["k": "v"]
        message.innerMap = ["k": .init(number: 1)]
        message.choice = .choiceInner(.init(text: "c"))
        message.child = Every(stringField: "child")
        message.timestamp = .init(seconds: 1, nanos: 2)
        message.structure = .init(fields: ["a": .init(kind: .listValue(.init(values: [.init(kind: .boolValue(true))])))])
        return message
    }()

    @Test func `a message cut at any place is refused or shorter, and never more`() {
        let bytes = Self.rich.packed()
        for count in 0..<bytes.count {
            guard let message = try? Every(unpacking: Array(bytes[..<count])) else { continue }
            #expect(message != Self.rich)
        }
    }

    @Test func `a message with any byte changed is refused or another message`() {
        let bytes = Self.rich.packed()
        for index in bytes.indices {
            for value in [0, 0x7f, 0x80, 0xff, bytes[index] ^ 1, bytes[index] ^ 0x80, bytes[index] &+ 8] as [UInt8] {
                var changed = bytes
                changed[index] = value
                if let message = try? Every(unpacking: changed) { _ = message.packed() }
            }
        }
    }

    @Test func `random bytes never crash, and what they give packs again`() throws {
        var random = Xorshift(state: 42)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            guard let message = try? Every(unpacking: bytes) else { continue }
            let again = message.packed()
            #expect(try Every(unpacking: again).packed() == again)
        }
    }

    @Test func `random fields never crash, and what they give packs again`() throws {
        var random = Xorshift(state: 7)
        for _ in 0..<5000 {
            var bytes: [UInt8] = []
            Self.appendFields(to: &bytes, depth: 4, using: &random)
            guard let message = try? Every(unpacking: bytes) else { continue }
            let again = message.packed()
            #expect(try Every(unpacking: again).packed() == again)
        }
    }

    /// Well-formed fields of random numbers and wire types.
    private static func appendFields(to bytes: inout [UInt8], depth: Int, using random: inout Xorshift) {
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let number = UInt64.random(in: 1...100, using: &random)
            switch Int.random(in: 0...5, using: &random) {
            case 0:
                bytes.appendVarint(number << 3)
                bytes.appendVarint(UInt64.random(in: 0...1000, using: &random))
            case 1:
                bytes.appendVarint(number << 3 | 1)
                bytes += [UInt8](repeating: 0x3f, count: 8)
            case 2:
                bytes.appendVarint(number << 3 | 5)
                bytes += [UInt8](repeating: 0x3f, count: 4)
            case 3 where depth > 0:
                bytes.appendVarint(number << 3 | 3)
                appendFields(to: &bytes, depth: depth - 1, using: &random)
                bytes.appendVarint(number << 3 | 4)
            default:
                var inner: [UInt8] = []
                if depth > 0 { appendFields(to: &inner, depth: depth - 1, using: &random) }
                bytes.appendVarint(number << 3 | 2)
                bytes.appendVarint(UInt64(inner.count))
                bytes += inner
            }
        }
    }

    @Test(arguments: [
        // A tag and no value; field 0; field 0 with a long tag; wire types 6 and 7; the end of no group; a group without end.
        "08", "00", "0001", "8000 01", "0e", "0f", "0c", "0b", "0b14",
        // A varint that does not end; one of eleven bytes; a tag of six bytes; a tag above 32 bits.
        "0880", "08 8080808080808080808001", "8880808080 00 01", "88808080 7f 01",
        // Lengths: past the end, 2^31, 2^63, 2^64 - 1.
        "7205 61", "72 8080808008", "72 80808080808080808001", "72 ffffffffffffffffff01",
        // Packed numbers that end in the middle: a varint, 32 bits, 64 bits.
        "fa01 02 0180", "aa02 03 010203", "b202 05 0102030405",
        // Too short for their type.
        "3d0100", "61 01020304",
    ]) func `bytes that are no message are refused as malformed`(bytes: String) {
        #expect(throws: UnpackError.malformed) { try Every(unpacking: hex(bytes)) }
    }

    /// `depth` messages within each other, as sub-messages of `Every.child` (field 71).
    private static func nested(_ depth: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<depth {
            var outer: [UInt8] = []
            outer.appendVarint(71 << 3 | 2)
            outer.appendVarint(UInt64(bytes.count))
            bytes = outer + bytes
        }
        return bytes
    }

    @Test func `nesting is bounded`() throws {
        #expect(throws: Never.self) { try Every(unpacking: Self.nested(100)) }
        #expect(throws: UnpackError.tooDeep(limit: 100)) { try Every(unpacking: Self.nested(101)) }
        #expect(throws: UnpackError.tooDeep(limit: 100)) { try Every(unpacking: Self.nested(9000)) }
        #expect(throws: UnpackError.tooDeep(limit: 3)) { try Every(unpacking: Self.nested(4), limits: UnpackLimits(depth: 3)) }
        let groups = [UInt8](repeating: 0x0b, count: 35_000)
        #expect(throws: UnpackError.tooDeep(limit: 100)) { try Every(unpacking: groups) }
    }

    @Test func `length is bounded`() {
        let bytes = Every(bytesField: [UInt8](repeating: 0, count: 100)).packed()
        #expect(throws: UnpackError.tooLong(limit: 50)) { try Every(unpacking: bytes, limits: UnpackLimits(bytes: 50)) }
    }

    /// 256 KiB of one short field, again and again.
    @Test(arguments: ["e20200", "9a0300", "fa0200", "e20700", "900700", "8a0100", "9307 9407", "0a00", "da0300"])
    func `memory is bounded however small the fields are`(field: String) {
        let unit = hex(field)
        let bytes = [UInt8]((0..<(256 << 10) / unit.count).map { _ in unit }.joined())
        let limits = UnpackLimits(allocationBytes: 512 << 10)
        if let message = try? Every(unpacking: bytes, limits: limits) { #expect(message.packed().count <= bytes.count) }
        if field != "8a0100", field != "0a00" {
            #expect(throws: UnpackError.tooCostly(limit: 512 << 10)) { try Every(unpacking: bytes, limits: limits) }
        }
    }

    @Test func `merging sub-messages again and again is bounded`() throws {
        // At each level the message occurs twice, so that its bytes are copied at each level.
        var bytes = [UInt8](repeating: 0, count: 0)
        bytes.appendVarint(15 << 3 | 2)
        bytes.appendVarint(1 << 20)
        bytes += [UInt8](repeating: 1, count: 1 << 20)
        for _ in 0..<60 {
            var outer: [UInt8] = [0xba, 0x04, 0x00]
            outer.appendVarint(71 << 3 | 2)
            outer.appendVarint(UInt64(bytes.count))
            bytes = outer + bytes
        }
        #expect(throws: UnpackError.tooCostly(limit: 32 << 20)) { try Every(unpacking: bytes) }
    }
}
