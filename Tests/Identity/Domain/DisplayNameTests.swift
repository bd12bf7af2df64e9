import Testing

@testable import Identity

@Suite("Display name")
struct DisplayNameTests {
    @Test(arguments: [
        ("Demo shop", "Demo shop"), ("  Demo  shop \t".replacing("\t", with: " "), "Demo  shop"), ("Müller & Söhne", "Müller & Söhne"),
        ("店", "店"),
        ("👩‍💻 & co", "👩‍💻 & co"), (String(repeating: "é", count: 200), String(repeating: "é", count: 200)),
    ])
    func `takes a line of text without the white space around it`(text: String, name: String) throws {
        #expect(try DisplayName(text, field: "display_name").text == name)
    }

    @Test(arguments: [
        "", "   ", "\u{a0}\u{2003}", "two\nlines", "tab\tbed", "nul\u{0}", "bell\u{7}", "next\u{85}line", "separated\u{2028}line",
        "turned\u{202e}round", "hidden\u{200b}space", String(repeating: "x", count: 201), String(repeating: "x", count: 100_000),
    ])
    func `refuses what is no line of text, or too long`(text: String) {
        let refusal = #expect(throws: FieldRefusal.self) { try DisplayName(text, field: "display_name") }
        #expect(refusal?.field == "display_name")
    }
}
