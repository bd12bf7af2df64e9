import Testing

@testable import Sandbox

@Suite("Strict JSON")
struct JSONReaderTests {
    private func isJSON(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            guard JSONReader.isUTF8(bytes) else { return false }
            var reader = JSONReader(bytes)
            do {
                try reader.skip()
                try reader.end()
                return true
            } catch {
                return false
            }
        }
    }

    @Test(arguments: [
        "{}", "[]", " { \"a\" : [ 1 , -0.5e+3 , true , false , null , \"\" ] } ", "0", "-0", "1E5", "\"\\u00e9\\ud83d\\ude00\\/\\b\"",
        "\"é😀\"",
        String(repeating: "[", count: 64) + String(repeating: "]", count: 64),
    ])
    func `what is JSON is read`(text: String) {
        #expect(isJSON(Array(text.utf8)))
    }

    @Test(arguments: [
        "", " ", "{", "[", "\"", "{\"a\"}", "{\"a\":}", "{a:1}", "{'a':1}", "[1,]", "{\"a\":1,}", "[1 2]", "01", "1.", ".5", "1e", "+1",
        "-", "NaN",
        "tru", "nulls", "\"\\x\"", "\"\\u12g4\"", "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\u0041\"", "\"\n\"", "\"\u{1}\"", "1 1", "// 1",
        "{\"a\":1,\"a\":2}", String(repeating: "[", count: 65) + String(repeating: "]", count: 65),
    ])
    func `what is no JSON is refused`(text: String) {
        #expect(!isJSON(Array(text.utf8)))
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        #expect(!isJSON([0x22, 0xC3, 0x28, 0x22]))
        #expect(!isJSON([0x22, 0xED, 0xA0, 0x80, 0x22]))
    }

    @Test func `a text cut at any byte is refused`() {
        let text = Array(#"{"a":[1.5e3,{"b":"\u00e9\ud83d\ude00","c":null}],"d":true}"#.utf8)
        for count in 0..<text.count { #expect(!isJSON(Array(text.prefix(count))), "\(count)") }
        #expect(isJSON(text))
    }

    @Test func `escapes mean what they say`() throws {
        let text = Array(#""a\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00""#.utf8)
        let string = try text.withUnsafeBytes { bytes in
            var reader = JSONReader(bytes)
            return try reader.text().string
        }
        #expect(string == "a\"\\/\u{8}\u{c}\n\r\tAé😀")
    }

    @Test func `what is written as a string is read as the same`() throws {
        let text = String(String.UnicodeScalarView((0..<0x180).compactMap { Unicode.Scalar($0) })) + "😀"
        var writer = JSONWriter()
        writer.string(text)
        let string = try writer.bytes.withUnsafeBytes { bytes in
            var reader = JSONReader(bytes)
            return try reader.text().string
        }
        #expect(string == text)
    }
}
