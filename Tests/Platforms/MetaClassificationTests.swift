import HTTPClient
import Testing

@testable import Platforms

@Suite("Meta's answers")
struct MetaClassificationTests {
    private let api = MetaConversionsAPI()
    private let credentials = MetaCredentials(pixelID: "123", accessToken: "EAABtoken")

    private func classify(
        _ status: Int, _ body: String, headers: HTTPHeaders = ["Content-Type": "application/json"], events: Int = 2
    ) -> PlatformAnswer {
        api.classify(.success(HTTPResponse(status: status, headers: headers, body: Array(body.utf8))), eventCount: events, credentials)
    }

    private static func error(_ code: Int, _ subcode: Int? = nil, isTransient: Bool = false) -> String {
        #"{"error":{"message":"m","type":"OAuthException","code":\#(code)\#(subcode.map { ",\"error_subcode\":\($0)" } ?? "")"#
            + #","is_transient":\#(isTransient),"fbtrace_id":"A1"}}"#
    }

    /// Code, subcode, HTTP status, the outcome's name, whether splitting helps.
    static let codes: [(Int, Int?, Int, String, Bool)] = [
        (1, nil, 500, "retry", false), (1, 99, 400, "retry", false), (2, nil, 400, "retry", false), (3, nil, 400, "rejected", false),
        (4, nil, 400, "rate_limited", false), (10, nil, 403, "credentials_expired", false), (17, nil, 400, "rate_limited", false),
        (17, 2_446_079, 400, "rate_limited", false), (32, nil, 400, "rate_limited", false), (100, 33, 400, "rejected", false),
        (100, 2_804_003, 400, "rejected", true), (100, 2_804_001, 400, "rejected", true), (100, 2_804_048, 400, "rejected", true),
        (100, 1_713_230, 400, "rejected", false), (100, nil, 400, "rejected", true), (102, nil, 401, "credentials_expired", false),
        (105, nil, 400, "rejected", true), (190, nil, 400, "credentials_expired", false), (190, 458, 400, "credentials_expired", false),
        (190, 463, 401, "credentials_expired", false), (190, 467, 400, "credentials_expired", false), (194, nil, 400, "rejected", true),
        (200, nil, 403, "rejected", false), (294, nil, 403, "rejected", false), (299, nil, 403, "rejected", false),
        (341, nil, 400, "retry", false), (368, nil, 400, "rejected", false), (506, nil, 400, "rejected", true),
        (613, 1_487_742, 400, "rate_limited", false), (2635, nil, 400, "rejected", false), (2655, nil, 400, "rejected", false),
        (5000, nil, 500, "retry", false), (21009, nil, 400, "retry", false), (80000, nil, 400, "rate_limited", false),
        (80004, nil, 400, "rate_limited", false), (80006, nil, 400, "rate_limited", false), (80008, nil, 400, "rate_limited", false),
        (80009, nil, 400, "rate_limited", false), (80014, nil, 429, "rate_limited", false),
        // Not in the contract: the HTTP status decides.
        (999_999, nil, 400, "rejected", true), (999_999, nil, 403, "rejected", false), (999_999, nil, 401, "credentials_expired", false),
        (999_999, nil, 429, "rate_limited", false), (999_999, nil, 503, "retry", false),
    ]

    @Test(arguments: codes.indices) func `an error is classified by its code, and by HTTP status when the code is not known`(index: Int) {
        let (code, subcode, status, name, splits) = Self.codes[index]
        let answer = classify(status, Self.error(code, subcode))
        #expect(answer.outcome.name == name, "\(code)/\(subcode ?? 0) with \(status)")
        #expect(answer.isRefusalOfEvents == splits, "\(code)/\(subcode ?? 0) with \(status)")
        #expect(answer.platformCode == (subcode.map { "\(code)/\($0)" } ?? "\(code)"))
        #expect(answer.httpStatus == status)
    }

    @Test func `is_transient decides for a code that is not known, and not for one that is`() {
        #expect(classify(400, Self.error(999_999, isTransient: true)).outcome.name == "retry")
        #expect(classify(400, Self.error(100, isTransient: true)).outcome.name == "rejected")
    }

    @Test func `the whole number of events received is delivered, any other is unknown`() {
        #expect(classify(200, #"{"events_received":2,"messages":[],"fbtrace_id":"A"}"#).outcome == .delivered)
        #expect(classify(200, #"{"events_received":1,"messages":[],"fbtrace_id":"A"}"#).outcome.name == "unknown")
        #expect(classify(200, #"{"events_rec"#).outcome.name == "unknown")
        #expect(classify(200, "").outcome.name == "unknown")
    }

    @Test(arguments: [200, 400, 404, 502]) func `a page of HTML is the gateway's trouble, or an unknown outcome after a 200`(status: Int) {
        let answer = classify(status, "<!DOCTYPE html><html>Sorry</html>", headers: ["Content-Type": "text/html"])
        #expect(answer.outcome.name == (status == 200 ? "unknown" : "retry"))
        #expect(answer.outcome.countsForBreaker)
    }

    /// Headers, and the pause in seconds.
    static let pauses: [(HTTPHeaders, Int)] = [
        ([:], 60), (["Retry-After": "7"], 7), (["Retry-After": "soon"], 60),
        (["X-Business-Use-Case-Usage": #"{"1":[{"type":"ads_management","call_count":100,"estimated_time_to_regain_access":3}]}"#], 180),
        (
            [
                "Retry-After": "7",
                "X-Business-Use-Case-Usage": #"{"1":[{"estimated_time_to_regain_access":0}],"2":[{"estimated_time_to_regain_access":2}]}"#,
            ], 120
        ), (["X-Business-Use-Case-Usage": "garbage"], 60), (["Retry-After": "99999999999"], 86_400), (["Retry-After": "-5"], 60),
    ]

    @Test(arguments: pauses)
    func `a rate limit lasts as long as the longest that a header says`(headers: HTTPHeaders, seconds: Int) {
        for (status, body) in [(429, Self.error(4)), (400, Self.error(80004)), (429, "")] {
            guard case .rateLimited(let pause, _) = classify(status, body, headers: headers).outcome else {
                Issue.record("\(status) is no rate limit")
                continue
            }
            #expect(pause == .seconds(seconds))
        }
    }

    @Test func `usage is told as the highest percentage of any header`() {
        let answer = classify(
            200, #"{"events_received":2}"#,
            headers: [
                "X-App-Usage": #"{"call_count":28,"total_time":95,"total_cputime":25}"#, "X-Ad-Account-Usage": #"{"acc_id_util_pct":9.67}"#,
            ])
        #expect(answer.usagePercent == 95)
        #expect(classify(200, #"{"events_received":2}"#).usagePercent == nil)
    }

    @Test(arguments: HTTPFailure.Kind.allCases) func `a request that may have arrived is unknown, one that surely did not is sent again`(
        kind: HTTPFailure.Kind
    ) {
        let lost = api.classify(.failure(HTTPFailure(kind, requestMayHaveArrived: true, reason: "r")), eventCount: 1, credentials)
        #expect(lost.outcome == .unknown(reason: "r"))
        let unsent = api.classify(.failure(HTTPFailure(kind, requestMayHaveArrived: false, reason: "r")), eventCount: 1, credentials)
        switch kind {
        case .invalidRequest: #expect(unsent.outcome == .rejected(code: "REQUEST_INVALID", reason: "r"))
        case .cancelled, .queueFull: #expect(unsent.outcome == .retry(after: nil, countsForBreaker: false, reason: "r"))
        default: #expect(unsent.outcome == .retry(after: nil, countsForBreaker: true, reason: "r"))
        }
        #expect(!unsent.isRefusalOfEvents && !lost.isRefusalOfEvents)
    }

    @Test(arguments: [
        #"{"blame_field_specs":[["data",1,"event_time"],["data",3,"user_data","em",0],["access_token"],["data"]]}"#,
        #""{\"blame_field_specs\":[[\"data\",1,\"event_time\"],[\"data\",3]]}""#,
    ])
    func `blamed events are read from an object and from a text`(data: String) {
        let answer = classify(
            400,
            #"{"error":{"message":"Invalid parameter","code":100,"error_subcode":2804003,"error_user_title":"Event Timestamp Too Old","#
                + #""error_user_msg":"Send later ones.","error_data":\#(data)}}"#)
        #expect(answer.blamedEvents == [1, 3])
        #expect(answer.outcome == .rejected(code: "100/2804003", reason: "Event Timestamp Too Old: Send later ones."))
    }

    @Test func `the token is cut out of whatever is kept, and what is kept is bounded`() {
        let answer = classify(400, #"{"error":{"message":"bad token EAABtoken here","code":190}}"#)
        #expect(!answer.body.contains("EAABtoken") && !answer.outcome.reason.contains("EAABtoken"))
        #expect(answer.outcome.reason == "bad token … here")
        #expect(classify(500, String(repeating: "x", count: 100_000)).body.utf8.count == PlatformAnswer.bodyBytesMax)
    }

    @Test func `what counts for the breaker is the platform's trouble and the way to it`() {
        #expect(classify(503, "").outcome.countsForBreaker)
        #expect(classify(400, Self.error(190)).outcome.countsForBreaker)
        #expect(!classify(429, "").outcome.countsForBreaker)
        #expect(!classify(400, Self.error(100)).outcome.countsForBreaker)
    }
}
