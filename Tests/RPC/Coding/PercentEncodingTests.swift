import Testing

@testable import RPC

@Suite("Percent-encoding of status messages")
struct PercentEncodingTests {
    @Test(arguments: ["", "plain", "100%", "Grüße ☺ 😈", "\t\r\n\0\u{7f}", "%41"])
    func `comes back as it was`(text: String) {
        let encoded = PercentEncoding.encoded(text)
        #expect(encoded.allSatisfy { $0 >= 0x20 && $0 <= 0x7e })
        #expect(encoded.withUnsafeBytes { PercentEncoding.decoded($0) } == text)
    }

    @Test(arguments: [("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("a%20b", "a b"), ("%E2%98%BA", "☺"), ("%e2%98%ba", "☺")])
    func `keeps what is not properly encoded`(encoded: String, text: String) {
        #expect(Array(encoded.utf8).withUnsafeBytes { PercentEncoding.decoded($0) } == text)
    }
}
