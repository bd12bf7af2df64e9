import Testing

@testable import protoc_gen_stratum

@Suite("Access options")
struct AccessSchemaTests {
    @Test func `each caller is read`() {
        #expect(rule([0x08, 1]) == "everyone")
        #expect(rule([0x10, 1]) == "signedIn")
        #expect(rule([0x1a, 2, 0x61, 0x3a]) == "permission(\"a:\")")
        #expect(rule([0x20, 1]) == "staff")
        #expect(rule([0x2a, 6, 0x0a, 1, 0x61, 0x0a, 1, 0x62]) == "services([\"a\", \"b\"])")
        #expect(AccessSchema(packed: [0x10, 1, 0x30, 1])?.needsVerifiedAccount == true)
        #expect(AccessSchema(packed: [0x10, 1])?.needsVerifiedAccount == false)
    }

    @Test(arguments: [[], [0x08, 0], [0x30, 1], [0x1a, 0], [0x2a, 0], [0x38, 1], [0x10, 1, 0x38, 1]] as [[UInt8]])
    func `an option that names no caller, or one that is not known, is refused`(packed: [UInt8]) {
        #expect(AccessSchema(packed: packed) == nil)
    }

    private func rule(_ packed: [UInt8]) -> String? {
        AccessSchema(packed: packed).map { "\($0.rule)" }
    }
}
