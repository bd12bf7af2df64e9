import Testing

@testable import Identity

@Suite("Scopes")
struct ScopesTests {
    @Test(arguments: Permission.allCases)
    func `every permission of the catalogue is a scope`(permission: Permission) throws {
        #expect(try Scopes([permission.rawValue], field: "scopes").texts == [permission.rawValue])
    }

    @Test func `are held once each and in the order of the catalogue`() throws {
        let scopes = try Scopes(["api_keys:manage", "events:write", "api_keys:manage"], field: "scopes")
        #expect(scopes.permissions == [.eventsWrite, .apiKeysManage])
    }

    @Test(arguments: ["", "events:read", "EVENTS:WRITE", "events:write ", "*", "staff"])
    func `an unknown one is refused by its place`(text: String) {
        let refusal = #expect(throws: FieldRefusal.self) { try Scopes(["events:write", text], field: "scopes") }
        #expect(refusal?.field == "scopes[1]")
    }

    @Test func `none at all is refused`() {
        let refusal = #expect(throws: FieldRefusal.self) { try Scopes([], field: "scopes") }
        #expect(refusal?.field == "scopes")
    }

    @Test func `more than there are is refused before they are looked at`() {
        let refusal = #expect(throws: FieldRefusal.self) {
            try Scopes(Array(repeating: "events:write", count: 1000), field: "scopes")
        }
        #expect(refusal?.field == "scopes")
    }

    @Test func `what the giver does not hold is named`() throws {
        let scopes = try Scopes(["events:write", "api_keys:manage", "connections:read"], field: "scopes")
        #expect(scopes.missing(from: ["events:write", "api_keys:manage"]) == [.connectionsRead])
        #expect(scopes.missing(from: Set(Permission.allCases.map(\.rawValue))).isEmpty)
        #expect(scopes.missing(from: []) == scopes.permissions)
    }

    @Test func `a stored one that left the catalogue gives nothing`() {
        #expect(Scopes(stored: ["events:write", "moon:walk"]).permissions == [.eventsWrite])
    }
}
