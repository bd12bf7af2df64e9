import Messages
import Testing

@Suite("Base64")
struct Base64Tests {
    /// RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func `the RFC's examples hold`(plain: String, text: String) {
        #expect(Base64.encode(Array(plain.utf8)) == text)
        #expect(Base64.encode(Array(plain.utf8), padded: false) == text.filter { $0 != "=" })
        #expect(Base64.decode(text) == Array(plain.utf8))
        #expect(Base64.decode(text.filter { $0 != "=" }) == Array(plain.utf8))
    }

    @Test func `every byte comes back`() {
        let bytes = (0...255).map { UInt8($0) }
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        #expect(Base64.decode(Base64.encode(bytes).map { $0 == "+" ? "-" : $0 == "/" ? "_" : String($0) }.joined()) == bytes)
    }

    @Test(arguments: ["A", "A===", "AA=", "=", "====", "AA==A", "A A=", "AÄ", "AAAA=", "A=AA"]) func `anything else is nil`(text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
