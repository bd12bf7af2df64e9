import Testing

@testable import Identity

@Suite("Tenant slug")
struct TenantSlugTests {
    @Test(arguments: ["ab", "demo", "a-b", "0-9", "shop-24", "a--b", String(repeating: "x", count: 63)])
    func `takes lower-case letters, digits and inner dashes`(text: String) throws {
        #expect(try TenantSlug(text, field: "slug").text == text)
    }

    @Test(arguments: [
        "", "a", String(repeating: "x", count: 64), "Demo", "de mo", "de_mo", "-demo", "demo-", "--", "démo", "demo\u{0}", "демо", "a.b",
        "a/b",
    ])
    func `refuses everything else and names the field`(text: String) {
        let refusal = #expect(throws: FieldRefusal.self) { try TenantSlug(text, field: "slug") }
        #expect(refusal?.field == "slug")
    }

    @Test func `never repeats a refused value`() {
        let refusal = #expect(throws: FieldRefusal.self) { try TenantSlug("MARKED VALUE", field: "slug") }
        #expect(refusal?.description.contains("MARKED") == false)
    }
}
