import Messages
import RPC
import Testing

@testable import Host

@Suite("Access")
struct AccessInterceptorTests {
    static let person = Caller(kind: .person, subject: "p", tenantID: "t", permissions: ["events:write"])
    static let verifiedPerson = Caller(kind: .person, subject: "p", tenantID: "t", permissions: ["events:write"], isVerified: true)
    static let key = Caller(kind: .apiKey, subject: "k", tenantID: "t", permissions: ["events:write"])
    static let events = Caller(kind: .service, subject: "events", serviceName: "events")
    static let staff = Caller(kind: .staff, subject: "operator")

    struct Case: CustomTestStringConvertible, Sendable {
        let caller: Caller
        let access: Access
        /// nil when the call is let in.
        let refusal: String?

        var testDescription: String { "\(caller.kind) under \(access.rule): \(refusal ?? "let in")" }
    }

    static let cases: [Case] = [
        Case(caller: key, access: Access(rule: .everyone), refusal: nil),
        Case(caller: key, access: Access(rule: .signedIn), refusal: nil),
        Case(caller: key, access: Access(rule: .permission("events:write")), refusal: nil),
        Case(caller: person, access: Access(rule: .permission("events:write")), refusal: nil),
        Case(caller: key, access: Access(rule: .permission("events:read")), refusal: "PERMISSION_MISSING"),
        Case(caller: staff, access: Access(rule: .permission("events:write")), refusal: "PERMISSION_MISSING"),
        Case(caller: events, access: Access(rule: .permission("events:write")), refusal: "PERMISSION_MISSING"),
        Case(caller: staff, access: Access(rule: .staff), refusal: nil),
        Case(caller: key, access: Access(rule: .staff), refusal: "STAFF_ONLY"),
        Case(caller: events, access: Access(rule: .staff), refusal: "STAFF_ONLY"),
        Case(caller: events, access: Access(rule: .services(["events"])), refusal: nil),
        Case(caller: events, access: Access(rule: .services(["integrations"])), refusal: "SERVICE_ONLY"),
        Case(caller: staff, access: Access(rule: .services(["events"])), refusal: "SERVICE_ONLY"),
        Case(
            caller: Caller(kind: .apiKey, subject: "k", serviceName: "events"), access: Access(rule: .services(["events"])),
            refusal: "SERVICE_ONLY"),
        Case(caller: person, access: Access(rule: .signedIn, needsVerifiedAccount: true), refusal: "ACCOUNT_NOT_VERIFIED"),
        Case(caller: verifiedPerson, access: Access(rule: .signedIn, needsVerifiedAccount: true), refusal: nil),
        Case(caller: key, access: Access(rule: .signedIn, needsVerifiedAccount: true), refusal: nil),
    ]

    @Test(arguments: cases) func `a caller is let in or refused as the rule says`(_ row: Case) {
        do {
            try AccessInterceptor.check(row.caller, against: row.access)
            #expect(row.refusal == nil)
        } catch {
            #expect(error.reason == row.refusal)
            #expect(error.code == .permissionDenied)
        }
    }
}
