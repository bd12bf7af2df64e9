import Testing

@testable import Integrations

@Suite("Meta events credentials")
struct MetaEventsCredentialsTests {
    private static let token = "EAAB" + String(repeating: "x", count: 180)

    @Test(arguments: ["1", "1234567890123456", String(repeating: "9", count: 20)])
    func `takes a pixel of digits and a token of visible characters`(pixelID: String) throws {
        let credentials = try MetaEventsCredentials(pixelID: pixelID, accessToken: Self.token, field: "credentials.meta")
        #expect(credentials.pixelID == pixelID)
        #expect(credentials.accessToken == Self.token)
    }

    @Test(arguments: ["", "12a", "-1", " 1", "1\n", "١٢٣", "../me", String(repeating: "9", count: 21)])
    func `a pixel that is no number is refused by its field`(pixelID: String) {
        let refusal = #expect(throws: FieldRefusal.self) {
            try MetaEventsCredentials(pixelID: pixelID, accessToken: Self.token, field: "credentials.meta")
        }
        #expect(refusal?.field == "credentials.meta.pixel_id")
    }

    @Test(arguments: ["", "two words", "line\nbreak", "nul\u{0}", "tökén", String(repeating: "x", count: 2049)])
    func `a token that cannot be one is refused by its field and not repeated`(token: String) {
        let refusal = #expect(throws: FieldRefusal.self) {
            try MetaEventsCredentials(pixelID: "1", accessToken: token, field: "credentials.meta")
        }
        #expect(refusal?.field == "credentials.meta.access_token")
        #expect(token.isEmpty || refusal?.description.contains(token) == false)
    }

    @Test func `never shows its token`() throws {
        let credentials = EventsCredentials.meta(try MetaEventsCredentials(pixelID: "1", accessToken: "MARKED", field: ""))
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] { #expect(!text.contains("MARKED")) }
    }
}
