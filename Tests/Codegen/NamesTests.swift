import Testing

@testable import protoc_gen_stratum

@Suite("Names")
struct NamesTests {
    @Test(arguments: [
        ("tenant_id", "tenantID"), ("id", "id"), ("api_key", "apiKey"), ("event_source_url", "eventSourceURL"),
        ("client_ip_address", "clientIPAddress"),
        ("body_sha256", "bodySHA256"), ("sha256", "sha256"), ("event_ids", "eventIDs"), ("http_status", "httpStatus"), ("class", "`class`"),
        ("self", "self_"), ("unknown_fields", "unknownFields_"), ("json", "json_"), ("a", "a"), ("__odd__name_", "oddName"),
        ("fileByName", "fileByName"),
    ]) func `fields are lowerCamelCase with acronyms in one case`(proto: String, swift: String) {
        #expect(SwiftNames.property(proto) == swift)
    }

    @Test(arguments: [
        ("IngestEvents", "ingestEvents"), ("IssueAPIKey", "issueAPIKey"), ("ListAPIKeys", "listAPIKeys"),
        ("APIKeyService", "apiKeyService"),
        ("Check", "check"), ("URL", "url"), ("A", "a"), ("Import", "`import`"),
    ]) func `methods begin with a lower-case word`(proto: String, swift: String) {
        #expect(SwiftNames.method(proto) == swift)
    }

    @Test(arguments: [
        ("DELIVERY_STATUS_PENDING", "DeliveryStatus", "pending"), ("PLATFORM_META", "Platform", "meta"),
        ("SERVING", "ServingStatus", "serving"),
        ("NULL_VALUE", "NullValue", "nullValue"), ("API_KIND_HTTP_URL", "APIKind", "httpURL"), ("LEVEL_2", "Level", "_2"),
        ("KIND_DEFAULT", "Kind", "`default`"),
        ("KIND_UNRECOGNIZED", "Kind", "unrecognized_"),
    ]) func `enum values lose the prefix that repeats the enum`(value: String, name: String, swift: String) {
        #expect(SwiftNames.enumCase(value, of: name) == swift)
    }

    @Test(arguments: [
        ("stratum.events.v1", "EventsV1"), ("google.rpc", "GoogleRPC"), ("google.protobuf", "GoogleProtobuf"),
        ("grpc.health.v1", "GRPCHealthV1"),
        ("grpc.reflection.v1alpha", "GRPCReflectionV1Alpha"), ("grpc.testing", "GRPCTesting"), ("google.api", "GoogleAPI"),
    ]) func `packages are caseless enums`(package: String, swift: String) {
        #expect(SwiftNames.namespace(package) == swift)
    }

    @Test func `types are written with their package and the messages around them`() {
        #expect(SwiftNames.type("google.protobuf.Any", package: "google.protobuf") == "GoogleProtobuf.`Any`")
        #expect(SwiftNames.type("google.rpc.BadRequest.FieldViolation", package: "google.rpc") == "GoogleRPC.BadRequest.FieldViolation")
    }

    @Test(arguments: [
        ("stratum.identity.v1.APIKey", "Stratum__Identity__V1__APIKey", "stratum__identity__v1__apikey"),
        ("google.protobuf.Int32Value", "Google__Protobuf__Int32Value", "google__protobuf__int32_value"),
        ("a.b_c.Outer.Inner_Part", "A__BC__Outer__InnerPart", "a__b_c__outer__inner__part"),
    ]) func `C names are those of protoc-c`(proto: String, type: String, stem: String) {
        #expect(CNames.type(proto) == type)
        #expect(CNames.stem(proto) == stem)
    }

    @Test func `C fields are those of protoc-c, safe in Swift`() {
        #expect(CNames.field("public") == "public_")
        #expect(CNames.field("self") == "`self`")
        #expect(CNames.field("in") == "`in`")
        #expect(CNames.field("Mixed_Case") == "mixed_case")
        #expect(CNames.caseField(oneof: "_item_price") == "_item_price_case")
        #expect(CNames.caseType(oneof: "kind", of: "google.protobuf.Value") == "Google__Protobuf__Value__KindCase")
    }
}
