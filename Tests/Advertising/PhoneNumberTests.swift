import Testing

@testable import Advertising

@Suite("Phone number") struct PhoneNumberTests {
    private static let numbers: [(String, String?, String?)] = [
        ("+44 20 7946 0958", nil, "+442079460958"), ("+44 (0)20 7946 0958", nil, "+442079460958"), ("+4402079460958", nil, "+442079460958"),
        ("0044 20 7946 0958", nil, "+442079460958"), ("0044 20 7946 0958", "DE", "+442079460958"), ("020 7946 0958", "GB", "+442079460958"),
        ("02079460958", nil, "+2079460958"), ("442079460958", "GB", "+442079460958"), ("442079460958", nil, "+442079460958"),
        ("+39 06 1234 5678", nil, "+390612345678"), ("06 1234 5678", "IT", "+390612345678"), ("07700 900123", "GB", "+447700900123"),
        ("(650) 555-1212", "US", "+16505551212"), ("1 650 555 1212", "US", "+16505551212"), ("16505551212", "GB", "+16505551212"),
        ("+1 800 FLOWERS", nil, "+18003569377"), ("+1 650 555 1212 ext. 7", nil, "+16505551212"), ("089 1234567", "DE", "+49891234567"),
        ("555-1212", "US", nil), ("+٤٤٢٠٧٩٤٦٠٩٥٨", nil, "+442079460958"), ("tel:+442079460958", nil, "+442079460958"), ("", nil, nil),
        ("+", nil, nil), ("+1", nil, nil), ("+0 650 555 1212", nil, "+6505551212"), ("+44 20 7946 0958 0958 0958", nil, nil),
        ("call me", "GB", nil),
        ("\u{0}", nil, nil), (String(repeating: "9", count: 500), nil, nil),
    ]

    @Test(arguments: numbers) func `a number in the form of E.164`(text: String, country: String?, expected: String?) {
        #expect(PhoneNumber.e164(text, in: country.flatMap { Country($0) }) == expected)
    }

    /// Where the short way says what a number is, libphonenumber says the same.
    @Test(arguments: ["1", "30", "31", "32", "33", "34", "41", "44", "45", "46", "47", "48", "49", "61", "64"])
    func `the short way agrees with the library`(code: String) {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let count = Int.random(in: (10 - code.count)...(12 - code.count), using: &random)
            let text = "+" + code + (0..<count).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { buffer in
                var plainText = text
                guard let count = plainText.withUTF8({ PhoneNumber.plain($0, to: buffer) }) else { return }
                let short = String(decoding: buffer[..<count], as: UTF8.self)
                let long = PhoneNumber.parse(text, "ZZ", buffer, mustBePossible: false).map {
                    String(decoding: buffer[..<$0], as: UTF8.self)
                }
                #expect(short == long)
            }
        }
    }
}
