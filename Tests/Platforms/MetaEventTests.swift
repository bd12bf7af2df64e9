import Advertising
import HTTPClient
import Testing

@testable import Platforms

@Suite("Events for Meta")
struct MetaEventTests {
    private let api = MetaConversionsAPI()

    @Test func `an event is written whole, in one order, and the same each time`() throws {
        let pounds = try #require(Currency("GBP"))
        var event = try OutboundEvent.purchase(
            identifiers: .of([
                .email: "User@Test.com", .country: "GB", .clientIPAddress: "203.0.113.9", .clientUserAgent: "Mozilla/5.0 (\"x\")",
            ]))
        event.sourceURL = "https://shop.example/thanks?email=a@b.c"
        event.contents = [
            OutboundContent(id: "85123A", quantity: 6, itemPrice: Money(2.55, currency: pounds)), OutboundContent(id: "71053", quantity: 1),
        ]
        event.orderID = "536365"
        event.customData = Array(#" { "tier" : "go\"ld", "a" : [1, {"b": "}"}] , "value": 1 } "#.utf8)
        let json = String(decoding: try api.prepare(event, now: testNow).get().json, as: UTF8.self)
        #expect(
            json == #"{"event_name":"Purchase","event_time":1785542340,"event_id":"order-1","action_source":"website","#
                + #""event_source_url":"https://shop.example/thanks?email=a@b.c","user_data":{"#
                + #""em":["f02f61d33aac1c8d56813d668299b33d05aa99adf2056c1950f688459da1a465"],"#
                + #""country":["0b407281768f0e833afef47ed464b6571d01ca4d53c12ce5c51d1462f4ad6677"],"#
                + #""client_ip_address":"203.0.113.9","client_user_agent":"Mozilla/5.0 (\"x\")"},"#
                + #""custom_data":{"value":99.99,"currency":"GBP","content_type":"product","contents":["#
                + #"{"id":"85123A","quantity":6,"item_price":2.55},{"id":"71053","quantity":1}],"#
                + #""order_id":"536365","a":[1, {"b": "}"}],"tier":"go\"ld"}}"#)
        #expect(try api.prepare(event, now: testNow + 5).get().json == Array(json.utf8))
    }

    @Test func `the masked form shows neither digests nor addresses nor what the tenant added`() throws {
        var event = try OutboundEvent.purchase(
            identifiers: .of([
                .email: "user@test.com", .phone: "+44 20 7946 0958", .externalID: "17850", .clientIPAddress: "203.0.113.9",
                .clientUserAgent: "Mozilla/5.0 (X11)", .fbp: "fb.1.1596403881668.1116446470",
            ]))
        event.sourceURL = "https://shop.example/thanks?email=user@test.com"
        event.customData = Array(#"{"note":"user@test.com"}"#.utf8)
        let prepared = try api.prepare(event, now: testNow).get()
        let masked = api.maskedRequest(for: event, pixelID: "123")
        let plain = String(decoding: prepared.json, as: UTF8.self)
        for secret in ["user@test.com", "203.0.113.9", "X11", "1116446470"] {
            #expect(plain.contains(secret))
            #expect(!masked.contains(secret))
        }
        let digest = try #require(event.identifiers.hexadecimal(.email))
        #expect(!masked.contains(digest) && masked.contains(digest.prefix(8)))
        #expect(masked.contains("203.0.x.x") && masked.contains(#""access_token":"…""#) && masked.contains(#""note":"…""#))
        #expect(masked.contains(#""url":"https://graph.facebook.com/v25.0/123/events""#))
    }

    /// What is changed about a good purchase, and the code of the refusal; nil for none.
    static let rules: [(String, String?, @Sendable (inout OutboundEvent) throws -> Void)] = [
        ("nothing", nil, { _ in }),
        ("seven days old", nil, { $0.time = testNow - 7 * 86_400 }),
        ("older than seven days", "EVENT_TOO_OLD", { $0.time = testNow - 7 * 86_400 - 1 }),
        ("a month old, in a shop", nil, { ($0.time, $0.actionSource) = (testNow - 31 * 86_400, .physicalStore) }),
        ("older than 62 days, in a shop", "EVENT_TOO_OLD", { ($0.time, $0.actionSource) = (testNow - 62 * 86_400 - 1, .physicalStore) }),
        ("a minute ahead", nil, { $0.time = testNow + 60 }),
        ("more than a minute ahead", "EVENT_IN_FUTURE", { $0.time = testNow + 61 }),
        ("no value", "VALUE_MISSING", { $0.value = nil }),
        ("no value, not a purchase", nil, { ($0.value, $0.name) = (nil, .generic(.lead)) }),
        ("no person", "TOO_LITTLE_CUSTOMER_INFORMATION", { $0.identifiers = HashedIdentifiers() }),
        ("a country alone", "TOO_LITTLE_CUSTOMER_INFORMATION", { $0.identifiers = try .of([.country: "GB"]) }),
        ("a user agent alone", "TOO_LITTLE_CUSTOMER_INFORMATION", { $0.identifiers = try .of([.clientUserAgent: "curl/8"]) }),
        (
            "a birthday and a gender", "TOO_LITTLE_CUSTOMER_INFORMATION",
            { $0.identifiers = try .of([.dateOfBirth: "1990-01-02", .gender: "f"]) }
        ),
        ("an id of the tenant's", nil, { $0.identifiers = try .of([.externalID: "17850"]) }),
        ("name and postcode", nil, { $0.identifiers = try .of([.firstName: "A", .lastName: "B", .postalCode: "N1 9GU"]) }),
        ("website without page", "EVENT_SOURCE_URL_MISSING", { $0.actionSource = .website }),
        ("website without user agent", "CLIENT_USER_AGENT_MISSING", { ($0.actionSource, $0.sourceURL) = (.website, "https://a.example/") }),
        ("app", "APP_DATA_MISSING", { $0.actionSource = .app }),
        ("messaging", "MESSAGING_CHANNEL_MISSING", { $0.actionSource = .businessMessaging }),
        ("an item without id", "CONTENTS_INVALID", { $0.contents = [OutboundContent(id: "", quantity: 1)] }),
        ("custom data that is no object", "CUSTOM_DATA_INVALID", { $0.customData = Array("[1]".utf8) }),
        ("custom data cut off", "CUSTOM_DATA_INVALID", { $0.customData = Array(#"{"a":1"#.utf8) }),
        ("empty custom data", nil, { $0.customData = Array("{}".utf8) }),
    ]

    @Test(arguments: rules.indices) func `what Meta would refuse is refused before sending`(index: Int) throws {
        let (name, code, change) = Self.rules[index]
        var event = try OutboundEvent.purchase()
        try change(&event)
        switch api.prepare(event, now: testNow) {
        case .success: #expect(code == nil, "\(name)")
        case .failure(let refusal): #expect(refusal.code == code, "\(name)")
        }
    }

    @Test func `the reason for too little customer information is the product's`() throws {
        let event = try OutboundEvent.purchase(identifiers: .of([.country: "GB"]))
        #expect(throws: EventRefusal(code: "TOO_LITTLE_CUSTOMER_INFORMATION", reason: "too little customer information")) {
            try api.prepare(event, now: testNow).get()
        }
    }

    /// What is known of an event whose source was not said, and what is sent.
    @Test(arguments: [
        ([IdentifierField.email: "a@b.example"], String?.none, "other"),
        ([.email: "a@b.example", .clientUserAgent: "curl/8"], nil, "other"),
        ([.email: "a@b.example"], "https://a.example/", "other"),
        ([.email: "a@b.example", .clientUserAgent: "curl/8"], "https://a.example/", "website"),
    ])
    func `a source that was not said is a website only with page and user agent`(
        person: [IdentifierField: String], url: String?, sent: String
    ) throws {
        var event = try OutboundEvent.purchase(identifiers: .of(person))
        event.sourceURL = url
        let json = String(decoding: try api.prepare(event, now: testNow).get().json, as: UTF8.self)
        #expect(json.contains(#""action_source":"\#(sent)""#))
    }

    @Test func `requests are cut by number and by bytes, in order, and none is empty`() throws {
        let event = try api.prepare(.purchase(), now: testNow).get()
        let events = Array(repeating: event, count: 2500)
        #expect(api.batches(of: events) == [0..<1000, 1000..<2000, 2000..<2500])
        #expect(api.batches(of: []) == [])
        let small = MetaConversionsAPI(MetaConfiguration(requestBytesMax: event.json.count * 2 + 1))
        #expect(small.batches(of: Array(repeating: event, count: 5)) == [0..<2, 2..<4, 4..<5])
        let tiny = MetaConversionsAPI(MetaConfiguration(requestBytesMax: 1))
        #expect(tiny.batches(of: Array(repeating: event, count: 2)) == [0..<1, 1..<2])
    }

    @Test func `the token is in the body and nowhere else`() throws {
        let credentials = MetaCredentials(pixelID: "123", accessToken: "EAAB\"secret")
        let request = api.request(for: [try api.prepare(.purchase(), now: testNow).get()], credentials)
        #expect(request.url == "https://graph.facebook.com/v25.0/123/events")
        #expect(String(decoding: request.body, as: UTF8.self).hasSuffix(#"],"access_token":"EAAB\"secret"}"#))
        #expect(request.headers.fields.allSatisfy { !$0.value.contains("secret") })
        #expect(!"\(credentials) \(String(reflecting: credentials))".contains("secret"))
    }
}
