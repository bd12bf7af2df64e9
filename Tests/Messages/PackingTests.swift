import Messages
import Testing

@Suite("Packing")
struct PackingTests {
    typealias Every = TestingV1.EveryField

    /// Each with its bytes by the encoding guide.
    static let cases: [(Every, String)] = [
        (Every(), ""),
        (Every(int32Field: 150), "089601"),
        (Every(int32Field: -1), "08ffffffffffffffffff01"),
        (Every(uint64Field: .max), "20ffffffffffffffffff01"),
        (Every(sint32Field: -2), "2803"),
        (Every(fixed32Field: 1), "3d01000000"),
        (Every(doubleField: 1), "61000000000000f03f"),
        (Every(boolField: true), "6801"),
        (Every(stringField: "a\0é"), "720461 00c3a9"),
        (Every(bytesField: [0, 255]), "7a0200ff"),
        (Every(moodField: .negative), "8001f9ffffffffffffffff01"),
        (Every(moodField: .unrecognized(5)), "800105"),
        (Every(innerField: .init()), "8a0100"),
        (Every(optionalInt32: 0), "a80100"),
        (Every(optionalString: ""), "ca0100"),
        (Every(repeatedInt32: [1, 300]), "fa010301ac02"),
        (Every(repeatedString: ["", "a"]), "e20200e2020161"),
        (Every(unpacked: [1, 2]), "800301800302"),
        (Every(stringMap: ["b": "2", "a": "1"]), "9a03060a0161120131 9a03060a0162120132"),
        (Every(boolMap: [true: 0, false: 1]), "b203 09 11000000000000f03f b203020801"),
        (Every(choice: .choiceNumber(0)), "e80300"),
        (Every(choice: .choiceText("")), "f20300"),
        (Every(farField: "x"), "faffffff0f0178"),
    ]

    @Test(arguments: cases) func `each kind of field has the bytes of the encoding guide`(message: Every, bytes: String) throws {
        #expect(message.packed().hex == bytes.filter { $0 != " " })
        #expect(try Every(unpacking: hex(bytes)) == message)
    }

    @Test func `headroom is zero and comes before the message`() {
        let bytes = Every(int32Field: 1).packed(headroom: 5)
        #expect(bytes == [0, 0, 0, 0, 0, 8, 1])
        #expect(Every().packed(headroom: 0).isEmpty)
    }

    @Test(arguments: [
        (Every(doubleField: -0.0), "610000000000000080"), (Every(floatField: -0.0), "5d00000080"),
        (Every(boolMap: [false: -0.0]), "b20309110000000000000080"),
    ]) func `minus zero is not the default`(message: Every, bytes: String) throws {
        #expect(message.packed().hex == bytes)
        let again = try Every(unpacking: hex(bytes))
        #expect(again.doubleField.sign == message.doubleField.sign && again.floatField.sign == message.floatField.sign)
        #expect(again.boolMap[false]?.sign == message.boolMap[false]?.sign)
        #expect(again.unknownFields.isEmpty)
    }

    @Test func `a large message packs to what it was made of`() throws {
        var message = Every()
        message.bytesField = [UInt8](repeating: 7, count: 1 << 20)
        message.repeatedString = (0..<5000).map { "text number \($0)" }
        message.repeatedInner = (0..<2000).map { .init(number: $0, text: String(repeating: "x", count: 40)) }
        message.child = message
        #expect(try Every(unpacking: message.packed()) == message)
    }

    @Test func `names that are words of a language keep their values`() throws {
        var message = TestingV1.HardNames(class: "1", default: "2", self_: "3", arena: "4", memory: "5", json_: "6", name: "7", c: "8")
        message.`init` = "9"
        message.unknownFields_ = "10"
        message.type = .private(11)
        message.`switch` = 12
        message.ratio = -0.0
        message.renamed = "13"
        message.oddName = true
        #expect(try TestingV1.HardNames(unpacking: message.packed()) == message)
        #expect(try TestingV1.HardNames(json: message.json()) == message)
    }
}
