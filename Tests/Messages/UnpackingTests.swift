import Messages
import Testing

/// What the specification wants of a reader and protobuf-c by itself does not do.
@Suite("Unpacking")
struct UnpackingTests {
    typealias Every = TestingV1.EveryField
    typealias Inner = TestingV1.EveryField.Inner

    @Test(arguments: [
        // A number that no field has, of each wire type.
        "900701", "91070102030405060708", "9207026869", "950701020304",
        // A group that no field has, with a field and a group in it.
        "9307 0801 0b 0c 9407",
    ]) func `unknown fields are kept and packed again byte for byte`(bytes: String) throws {
        let message = try Every(unpacking: hex(bytes))
        #expect(message.unknownFields.bytes == hex(bytes))
        #expect(message.packed() == hex(bytes))
        #expect(message != Every())
    }

    @Test func `unknown fields inside a sub-message stay there`() throws {
        let message = try Every(unpacking: hex("8a0105 0801 900701 0802"))
        #expect(message.innerField?.unknownFields.bytes == hex("900701"))
        #expect(message.int32Field == 2)
        #expect(try Every(unpacking: message.packed()) == message)
    }

    @Test(arguments: [
        // int32 as 32 bits, as 64 bits, as bytes, as a group.
        "0d01000000", "09010000000000000 0".filter { $0 != " " }, "0a0101", "0b0c",
        // string as varint, message as varint, bool as bytes, repeated string as 32 bits.
        "7001", "880101", "6a0101", "e50201000000",
    ]) func `a known field of another wire type is an unknown field`(bytes: String) throws {
        let message = try Every(unpacking: hex("2005" + bytes + "1007"))
        #expect(message.uint64Field == 5 && message.int64Field == 7)
        #expect(message.unknownFields.bytes == hex(bytes))
        #expect(message.packed() == hex("1007" + "2005" + bytes))
    }

    @Test func `a sub-message that occurs twice is merged`() throws {
        let first = Every(innerField: Inner(number: 1, numbers: [1], inner: Inner(number: 5, text: "a")))
        let second = Every(innerField: Inner(numbers: [2], inner: Inner(numbers: [3], text: "b"), ratio: 2))
        let merged = try Every(unpacking: first.packed() + second.packed())
        #expect(
            merged.innerField == Inner(number: 1, numbers: [1, 2], inner: Inner(number: 5, numbers: [3], text: "b"), text: "", ratio: 2))
        #expect(merged.unknownFields.isEmpty)
    }

    @Test func `merging reaches into deeper messages`() throws {
        let first = Every(child: Every(int32Field: 1, child: Every(innerField: Inner(number: 3))))
        let second = Every(child: Every(child: Every(int64Field: 2, innerField: Inner(text: "t"))))
        let merged = try Every(unpacking: first.packed() + second.packed() + second.packed())
        #expect(merged.child?.int32Field == 1)
        #expect(merged.child?.child == Every(int64Field: 2, innerField: Inner(number: 3, text: "t")))
    }

    @Test func `a message in a oneof is merged with itself, and replaced by another member`() throws {
        let one = Every(choice: .choiceInner(Inner(number: 1))).packed()
        let two = Every(choice: .choiceInner(Inner(text: "2"))).packed()
        let text = Every(choice: .choiceText("t")).packed()
        #expect(try Every(unpacking: one + two).choice == .choiceInner(Inner(number: 1, text: "2")))
        #expect(try Every(unpacking: one + text + two).choice == .choiceInner(Inner(text: "2")))
        #expect(try Every(unpacking: one + two + text).choice == .choiceText("t"))
        #expect(try Every(unpacking: text + one).choice == .choiceInner(Inner(number: 1)))
    }

    @Test func `the last of a scalar that occurs twice counts`() throws {
        #expect(try Every(unpacking: hex("0801 0802")) == Every(int32Field: 2))
        #expect(try Every(unpacking: hex("720161 720162 7200")) == Every())
    }

    @Test func `numbers are read packed and not packed`() throws {
        #expect(try Every(unpacking: hex("f80101 fa01020203 f80104")).repeatedInt32 == [1, 2, 3, 4])
        #expect(try Every(unpacking: hex("8203020102 800303")).unpacked == [1, 2, 3])
    }

    @Test func `a length may be written longer than it needs`() throws {
        #expect(try Every(unpacking: hex("72 81808080808000 61 0801")) == Every(int32Field: 1, stringField: "a"))
        #expect(try Every(unpacking: hex("8a01 82808080808000 0805")) == Every(innerField: Inner(number: 5)))
    }

    @Test func `entries of a map may lack key or value, and the last of a key counts`() throws {
        let bytes = "9a0300" + "9a03030a0178" + "9a03060a0178120131" + "9a03060a0178120132"
        #expect(try Every(unpacking: hex(bytes)).stringMap == ["": "", "x": "2"])
        #expect(try Every(unpacking: hex("ba03030a0161")).innerMap == ["a": Inner()])
    }

    @Test(arguments: ["72 01 ff", "72 02 c080", "72 03 eda080", "72 01 c3", "e202 02 c3 28", "9a0303 0a01ff", "f203 01 80", "ca01 01 fe"])
    func `a string that is not UTF-8 is refused with the field's name`(bytes: String) {
        #expect {
            try Every(unpacking: hex(bytes))
        } throws: { error in
            guard case .invalidUTF8(Every.fullName, let field)? = error as? UnpackError else { return false }
            return !field.isEmpty
        }
    }

    @Test func `numbers wider than their field are cut as the specification says`() throws {
        // int32 from a 64-bit varint, bool from a large one, enum from 2^32 + 1.
        #expect(try Every(unpacking: hex("08 8180808010")) == Every(int32Field: 1))
        #expect(try Every(unpacking: hex("68 8080808010")) == Every(boolField: true))
    }
}
