import Testing

@testable import Integrations

@Suite("Platform text")
struct PlatformTextTests {
    @Test(arguments: [
        ("Error validating access token", "Error validating access token"), ("two\nlines\u{0}", "two lines "),
        ("turned\u{202e}", "turned "), ("", ""),
    ])
    func `is one line without control characters`(text: String, line: String) {
        #expect(PlatformText(text).text == line)
    }

    @Test func `is cut to its limit`() {
        #expect(PlatformText(String(repeating: "x", count: 1_000_000)).text.count == PlatformText.lengthMax)
    }
}
