import Foundation
import Testing

@testable import RPC

@Suite("Base64")
struct Base64Tests {
    @Test func `agrees with Foundation for every length, and writes no padding`() {
        for length in 0..<70 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 97 &+ length) }
            let padded = Data(bytes).base64EncodedString()
            let encoded = String(decoding: Base64.encoded(bytes), as: UTF8.self)
            #expect(encoded == padded.replacingOccurrences(of: "=", with: ""))
            #expect(Base64.decoded(Array(padded.utf8)) == bytes)
            #expect(Base64.decoded(Array(encoded.utf8)) == bytes)
        }
    }

    @Test(arguments: ["A", "AAAAA", "A===", "AA=A", "AA-_", "AA A", "====", "AAA=="])
    func `refuses what is not base64`(text: String) {
        #expect(Base64.decoded(Array(text.utf8)) == nil)
    }
}
