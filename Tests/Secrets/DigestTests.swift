import Foundation
import Testing

@testable import Secrets

@Suite("Digests and encodings") struct DigestTests {
    /// NIST's examples for SHA-256, and lengths around the block's end.
    private static let digests = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        ("john_smith@gmail.com", "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"),
        (String(repeating: "a", count: 64), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
    ]

    @Test(arguments: digests) func `SHA-256 of known texts`(text: String, hex: String) {
        let digest = SHA256.digest(of: text)
        #expect(digest.hex == hex)
        #expect(digest == SHA256Digest(hex: hex))
        #expect(digest == SHA256Digest(hex: hex.uppercased()))
        #expect(SHA256Digest(digest.bytes) == digest)
    }

    @Test(arguments: ["", "ba78", String(repeating: "g", count: 64), String(repeating: "a", count: 65), String(repeating: "é", count: 32)])
    func `what is not 64 digits is no digest`(text: String) {
        #expect(SHA256Digest(hex: text) == nil)
    }

    /// RFC 4231, test cases 1, 2 and 6.
    @Test func `HMAC-SHA-256 of the RFC's cases`() {
        let cases: [([UInt8], String, String)] = [
            ([UInt8](repeating: 0x0B, count: 20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (Array("Jefe".utf8), "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
            (
                [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ]
        for (key, message, hex) in cases {
            let code = HMACSHA256.code(for: Array(message.utf8), key: key)
            #expect(code.hex == hex)
            #expect(HMACSHA256.isValid(code.bytes, for: Array(message.utf8), key: key))
            #expect(!HMACSHA256.isValid(code.bytes, for: Array(message.utf8), key: key + [1]))
        }
    }

    /// RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ]) func `base64 both ways`(text: String, encoded: String) {
        let bytes = Array(text.utf8)
        let unpadded = encoded.filter { $0 != "=" }
        #expect(Base64.encode(bytes, .standard) == encoded)
        #expect(Base64.decode(encoded, .standard) == bytes)
        #expect(Base64.encode(bytes, .urlSafe) == unpadded)
        #expect(Base64.decode(unpadded, .urlSafe) == bytes)
    }

    @Test func `every length comes back from both alphabets`() {
        for count in 0..<100 {
            let bytes = RandomBytes.make(count)
            #expect(Base64.decode(Base64.encode(bytes, .standard), .standard) == bytes)
            #expect(Base64.decode(Base64.encode(bytes, .urlSafe), .urlSafe) == bytes)
            #expect(Base64.encode(bytes, .standard) == Data(bytes).base64EncodedString())
        }
    }

    @Test(arguments: ["Zg=", "Zg", "Z", "Zg==\n", " Zg==", "Zh==", "Zm9v!", "Zm9-", "Zm9_", "Zg==Zg==", "====", "Zm\u{0}v"])
    func `standard base64 is read strictly`(text: String) {
        #expect(Base64.decode(text, .standard) == nil)
    }

    @Test(arguments: ["Zg==", "Zh", "Zm+v", "Zm/v", "Z", "Zm9v\n"]) func `URL-safe base64 is read strictly`(text: String) {
        #expect(Base64.decode(text, .urlSafe) == nil)
    }

    @Test func `secrets are compared whole`() {
        #expect(ConstantTime.areEqual([], []))
        #expect(ConstantTime.areEqual([1, 2, 3], [1, 2, 3]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2, 4]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2]))
    }

    @Test func `random bytes and numbers do not repeat`() {
        #expect(RandomBytes.make(32) != RandomBytes.make(32))
        #expect(RandomBytes.make(0) == [])
        let random = BufferedRandom()
        let other = BufferedRandom()
        let numbers = (0..<1000).flatMap { _ in [random.next(), other.next()] }
        #expect(Set(numbers).count == 2000)
        let ones = numbers.reduce(0) { $0 + $1.nonzeroBitCount }
        #expect(abs(ones - 64_000) < 1500)
    }

    @Test func `key memory prints nothing`() {
        let key = SecureBytes(Array("topsecret".utf8))
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains("topsecret") && !dumped.contains("116"))
        #expect("\(key)" == "<9 secret bytes>")
        #expect(key.bytes == Array("topsecret".utf8))
    }
}
