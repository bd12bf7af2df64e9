import Secrets
import Testing

@testable import Sandbox

@Suite("Meta's rules for events")
struct MetaEventRulesTests {
    private let face = MetaFace()

    private func refusal(_ changes: [String: String?]) -> MetaRefusal? {
        face.judge(MetaRequests.post([MetaRequests.event(changes)]), nowUnixSeconds: testNow).refusal
    }

    static let website: [String: String?] = [
        "action_source": "\"website\"", "event_source_url": "\"https://shop.example/\"",
        "user_data": "{\"em\":\"\(hash)\",\"client_user_agent\":\"Mozilla/5.0\"}",
    ]

    /// Changes to a good purchase that leave it good.
    static let good: [[String: String?]] = [
        [:], website, ["event_id": nil], ["event_time": "\(testNow - 7 * 86_400)"], ["event_time": "\(testNow + 60)"],
        ["event_time": "\(testNow - 62 * 86_400)", "action_source": "\"physical_store\""],
        ["event_name": "\"Refund of mine\"", "custom_data": nil],
        ["custom_data": "{\"value\":\"9.99\",\"currency\":\"gbp\",\"mine\":{\"a\":[1]}}"],
        [
            "custom_data": "{\"value\":0,\"currency\":\"JPY\",\"content_type\":\"product\",\"num_items\":2,\"order_id\":\"1\","
                + "\"contents\":[{\"id\":\"a\",\"quantity\":1,\"item_price\":2.5}]}"
        ],
        ["user_data": "{\"external_id\":\"17850\"}"], ["user_data": "{\"ph\":[\"\(hash)\",\"\(hash)\"],\"country\":\"\(hash)\"}"],
        ["user_data": "{\"client_ip_address\":\"2001:db8::1\",\"client_user_agent\":\"x\"}"],
        ["user_data": "{\"fn\":\"\(hash)\",\"ln\":\"\(hash)\",\"zp\":\"\(hash)\"}"],
        ["user_data": "{\"fbp\":\"fb.1.1596403881668.1116446470\"}"], ["opt_out": "true", "data_processing_options": "[]"],
        ["data_processing_options": "[\"LDU\"]", "data_processing_options_country": "1", "data_processing_options_state": "1000"],
        [
            "action_source": "\"app\"",
            "app_data": "{\"advertiser_tracking_enabled\":1,\"application_tracking_enabled\":0,\"extinfo\":["
                + "\"a2\"\(String(repeating: ",\"\"", count: 15))]}",
        ],
    ]

    @Test(arguments: good.indices) func `an event within the rules is taken`(index: Int) {
        #expect(refusal(Self.good[index]) == nil)
    }

    /// Changes to a good purchase, the subcode (0 for none), and the field blamed.
    static let bad: [([String: String?], Int, String)] = [
        (["event_name": nil], 2_804_001, "event_name"), (["event_time": nil], 2_804_001, "event_time"),
        (["action_source": nil], 2_804_001, "action_source"), (["user_data": nil], 2_804_001, "user_data"),
        (["event_name": "\"\""], 2_804_007, "event_name"), (["event_name": "7"], 2_804_007, "event_name"),
        (["event_name": "\"\(String(repeating: "x", count: 51))\""], 2_804_007, "event_name"),
        (["event_time": "\"\(testNow)\""], 2_804_007, "event_time"), (["event_time": "\(testNow).5"], 2_804_007, "event_time"),
        (["event_time": "\(testNow)000"], 2_804_007, "event_time"), (["event_time": "\(testNow + 61)"], 2_804_007, "event_time"),
        (["event_time": "\(testNow - 7 * 86_400 - 1)"], 2_804_003, "event_time"), (["event_time": "0"], 2_804_003, "event_time"),
        (
            ["event_time": "\(testNow - 62 * 86_400 - 1)", "action_source": "\"physical_store\""], 2_804_003, "event_time"
        ), (["action_source": "\"shop\""], 2_804_007, "action_source"), (["event_id": "7"], 2_804_007, "event_id"),
        (["event_source_url": "\"shop.example\""], 2_804_007, "event_source_url"), (["mystery": "1"], 0, "mystery"),
        (website.merging(["event_source_url": String?.none]) { $1 }, 2_804_016, "event_source_url"),
        (website.merging(["user_data": "{\"em\":\"\(hash)\"}"]) { $1 }, 2_804_016, "client_user_agent"),
        (["action_source": "\"app\""], 2_804_001, "app_data"),
        (["action_source": "\"business_messaging\""], 2_804_001, "messaging_channel"),
        (["custom_data": nil], 2_804_017, "value"), (["custom_data": "{\"value\":1}"], 2_804_017, "currency"),
        (["custom_data": "{\"currency\":\"GBP\"}"], 2_804_017, "value"),
        (["custom_data": "{\"value\":-1,\"currency\":\"GBP\"}"], 2_804_007, "value"),
        (["custom_data": "{\"value\":\"lots\",\"currency\":\"GBP\"}"], 2_804_007, "value"),
        (["custom_data": "{\"value\":1,\"currency\":\"GBQ\"}"], 2_804_007, "currency"),
        (["custom_data": "{\"value\":1,\"currency\":\"GBP\",\"contents\":[{\"quantity\":1}]}"], 2_804_001, "id"),
        (["custom_data": "{\"value\":1,\"currency\":\"GBP\",\"contents\":[{\"id\":\"a\",\"quantity\":1.5}]}"], 2_804_007, "quantity"),
        (["custom_data": "{\"value\":1,\"currency\":\"GBP\",\"content_type\":\"thing\"}"], 2_804_007, "content_type"),
        (["user_data": "{}"], 2_804_019, "user_data"), (["user_data": "{\"country\":\"\(hash)\"}"], 2_804_019, "user_data"),
        (["user_data": "{\"ct\":\"\(hash)\",\"country\":\"\(hash)\"}"], 2_804_019, "user_data"),
        (["user_data": "{\"db\":\"\(hash)\",\"ge\":\"\(hash)\"}"], 2_804_019, "user_data"),
        (["user_data": "{\"client_user_agent\":\"x\"}"], 2_804_019, "user_data"),
        (["user_data": "{\"fn\":\"\(hash)\",\"ln\":\"\(hash)\"}"], 2_804_019, "user_data"),
        (["user_data": "{\"em\":\"user@test.com\"}"], 2_804_048, "em"),
        (["user_data": "{\"em\":\"\(hash.uppercased())\"}"], 2_804_048, "em"),
        (["user_data": "{\"em\":\"\(hash.dropLast())\"}"], 2_804_048, "em"), (["user_data": "{\"em\":[]}"], 2_804_007, "em"),
        (["user_data": "{\"em\":null}"], 2_804_007, "em"), (["user_data": "{\"mail\":\"\(hash)\"}"], 0, "mail"),
        (["user_data": "{\"client_ip_address\":\"300.1.1.1\"}"], 2_804_007, "client_ip_address"),
        (["user_data": "{\"fbc\":\"fb.1.x.y\"}"], 2_804_007, "fbc"), (["user_data": "[]"], 2_804_007, "user_data"),
        (["event_id": "\"a\\u0000b\""], 2_804_007, "event_id"), (["opt_out": "1"], 2_804_007, "opt_out"),
    ]

    @Test(arguments: bad.indices) func `an event outside the rules refuses the request and the field is blamed`(index: Int) {
        let (changes, subcode, field) = Self.bad[index]
        let refusal = refusal(changes)
        #expect(refusal?.code == 100)
        #expect(refusal?.subcode ?? 0 == subcode)
        let keys: [String] = (refusal?.blame ?? []).compactMap { step in
            guard case .key(let key) = step else { return nil }
            return key
        }
        #expect(keys.first == "data" && keys.contains(field), "\(keys)")
        #expect(refusal.map { $0.blame[1] } == .index(0))
    }

    @Test func `one bad event refuses all, blamed by its place`() {
        let events = (0..<5).map { MetaRequests.event($0 == 3 ? ["event_time": "1"] : [:]) }
        let refusal = face.judge(MetaRequests.post(events), nowUnixSeconds: testNow).refusal
        #expect(refusal?.blame == [.key("data"), .index(3), .key("event_time")])
        let body = refusal.map { String(decoding: $0.body(traceID: "A1"), as: UTF8.self) } ?? ""
        #expect(body.contains(#""error_subcode":2804003,"is_transient":false,"error_user_title":"Event Timestamp Too Old""#))
        #expect(body.hasSuffix(#","error_data":{"blame_field_specs":[["data",3,"event_time"]]},"fbtrace_id":"A1"}}"#))
    }

    @Test func `an event's digest and body are its bytes as received`() throws {
        let odd = "{ \"event_name\" : \"Lead\",\"event_time\":\(testNow) , \"action_source\":\"other\",\"user_data\":{\"em\":\"\(hash)\"} }"
        let events = try #require(face.judge(MetaRequests.post([MetaRequests.event(), odd]), nowUnixSeconds: testNow).events)
        #expect(events.map { String(decoding: $0.body, as: UTF8.self) } == [MetaRequests.event(), odd])
        #expect(events[1].digest == SHA256.digest(of: odd))
        #expect(events.map(\.name) == ["Purchase", "Lead"])
        #expect(events.map(\.id) == ["order-1", ""])
    }

    @Test func `an event may be a text that holds it, as Meta's own SDKs send it, and its body is what the text holds`() throws {
        var writer = JSONWriter()
        writer.string(MetaRequests.event())
        let text = String(decoding: writer.bytes, as: UTF8.self)
        let events = try #require(face.judge(MetaRequests.post([text]), nowUnixSeconds: testNow).events)
        #expect(events.map { String(decoding: $0.body, as: UTF8.self) } == [MetaRequests.event()])
        for bad in ["\"\"", "\"[]\"", "\"{}{}\"", "\"{\""] {
            #expect(face.judge(MetaRequests.post([bad]), nowUnixSeconds: testNow).refusal?.code == 100)
        }
    }

    @Test func `a thousand events are taken, one more is not`() {
        let thousand = Array(repeating: MetaRequests.event(), count: 1000)
        #expect(face.judge(MetaRequests.post(thousand), nowUnixSeconds: testNow).events?.count == 1000)
        let refusal = face.judge(MetaRequests.post(thousand + [MetaRequests.event()]), nowUnixSeconds: testNow).refusal
        #expect(refusal?.code == 100 && refusal?.subcode == nil)
    }
}
