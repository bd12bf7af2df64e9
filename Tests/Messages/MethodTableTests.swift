import Messages
import Testing

@Suite("Method tables")
struct MethodTableTests {
    @Test func `each kind of call, access and idempotency comes from the proto`() {
        let methods = TestingV1.KindsServiceMethods.descriptor.methods
        #expect(TestingV1.KindsServiceMethods.descriptor.fullName == "stratum.testing.v1.KindsService")
        #expect(methods.map(\.kind) == [.unary, .clientStreaming, .serverStreaming, .bidirectionalStreaming])
        #expect(methods.map(\.path).first == "/stratum.testing.v1.KindsService/Unary")
        #expect(
            methods.map(\.access) == [
                Access(rule: .permission("tests:run"), needsVerifiedAccount: true), Access(rule: .signedIn), Access(rule: .staff),
                Access(rule: .services(["events", "identity"])),
            ])
        #expect(methods.map(\.idempotency) == [.unknown, .unknown, .noSideEffects, .unknown])
    }

    @Test func `the product's methods carry their access`() {
        #expect(EventsV1.EventsServiceMethods.ingestEvents.descriptor.access.rule == .permission("events:write"))
        #expect(EventsV1.DestinationServiceMethods.applyDestinations.descriptor.access.rule == .services(["integrations"]))
        #expect(IdentityV1.TokenServiceMethods.listSigningKeys.descriptor.access.rule == .everyone)
    }
}
