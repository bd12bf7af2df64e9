import HTTPServer
import Testing

@testable import Sandbox

@Suite("Meta's face")
struct MetaFaceTests {
    private let face = MetaFace(pixels: [
        .demo, MetaPixel(id: "55", name: "Other", tokens: ["EAABother"]),
    ])

    private func judge(_ request: HTTPServerRequest) -> MetaVerdict { face.judge(request, nowUnixSeconds: testNow) }

    @Test func `the token may stand in the body, in the query or in the header`() {
        let event = MetaRequests.event()
        #expect(judge(MetaRequests.post([event])).events?.count == 1)
        #expect(
            judge(MetaRequests.post([event], path: MetaRequests.path + "?access_token=\(MetaRequests.token)", token: nil)).events?.count
                == 1)
        var bearer = MetaRequests.post([event], token: nil)
        bearer = HTTPServerRequest(
            method: "POST", target: bearer.target, headers: bearer.headers + [("authorization", "Bearer \(MetaRequests.token)")],
            body: bearer.body)
        #expect(judge(bearer).events?.count == 1)
    }

    @Test func `a form is taken as well, its data being JSON`() {
        let data = "[\(MetaRequests.event())]".utf8.map { byte in
            String(byte, radix: 16).count == 1 ? "%0\(String(byte, radix: 16))" : "%\(String(byte, radix: 16))"
        }.joined()
        let request = HTTPServerRequest(
            method: "POST", target: MetaRequests.path, headers: [("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: Array("access_token=\(MetaRequests.token)&data=\(data)&partner_agent=stratum+1".utf8))
        #expect(judge(request).events?.map { String(decoding: $0.body, as: UTF8.self) } == [MetaRequests.event()])
    }

    /// A request, and the error's code and subcode.
    static let refused: [(String, HTTPServerRequest, Int, Int?)] = [
        ("no token", MetaRequests.post([MetaRequests.event()], token: nil), 190, nil),
        ("an unknown token", MetaRequests.post([MetaRequests.event()], token: "EAABnobody"), 190, 467),
        ("an expired token", MetaRequests.post([MetaRequests.event()], token: "EAABsandboxExpiredToken"), 190, 463),
        ("a token of another pixel", MetaRequests.post([MetaRequests.event()], token: "EAABother"), 100, 33),
        ("a pixel that is not there", MetaRequests.post([MetaRequests.event()], path: "/v25.0/77/events"), 100, 33),
        ("a pixel id that is no number", MetaRequests.post([MetaRequests.event()], path: "/v25.0/x/events"), 2500, nil),
        ("no version", MetaRequests.post([MetaRequests.event()], path: "/\(MetaPixel.demo.id)/events"), 2500, nil),
        ("a retired version", MetaRequests.post([MetaRequests.event()], path: "/v19.0/\(MetaPixel.demo.id)/events"), 2635, nil),
        ("a version to come", MetaRequests.post([MetaRequests.event()], path: "/v27.0/\(MetaPixel.demo.id)/events"), 2500, nil),
        ("another edge", MetaRequests.post([MetaRequests.event()], path: "/v25.0/\(MetaPixel.demo.id)/event"), 2500, nil),
        ("asking the edge", MetaRequests.get(MetaRequests.path + "?access_token=\(MetaRequests.token)"), 100, 33),
        ("no data", MetaRequests.json("{\"access_token\":\"\(MetaRequests.token)\"}"), 100, nil),
        ("no events", MetaRequests.post([]), 100, nil),
        ("data that is no array", MetaRequests.json("{\"access_token\":\"\(MetaRequests.token)\",\"data\":{}}"), 100, nil),
        ("an event that is no object", MetaRequests.post(["1"]), 100, nil),
        ("an unknown field beside data", MetaRequests.post([MetaRequests.event()], more: ",\"mystery\":1"), 100, nil),
        ("JSON cut off", MetaRequests.json("{\"access_token\":\"\(MetaRequests.token)\",\"data\":["), 100, nil),
        ("an array for a body", MetaRequests.json("[]"), 100, nil),
        (
            "a type that is not known",
            HTTPServerRequest(method: "POST", target: MetaRequests.path, headers: [("Content-Type", "text/plain")], body: [1]), 100, nil
        ),
        (
            "a form that cannot be decoded",
            HTTPServerRequest(
                method: "POST", target: MetaRequests.path, headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: Array("data=%g1".utf8)), 100, nil
        ),
        (
            "a field that a pixel has not",
            MetaRequests.get("/v25.0/\(MetaPixel.demo.id)?fields=id,secret&access_token=\(MetaRequests.token)"), 100, nil
        ),
    ]

    @Test(arguments: refused.indices) func `a request outside the contract gets the platform's error`(index: Int) {
        let (name, request, code, subcode) = Self.refused[index]
        let refusal = judge(request).refusal
        #expect(refusal?.code == code, "\(name)")
        #expect(refusal?.subcode == subcode, "\(name)")
        #expect(refusal?.status == 400, "\(name)")
    }

    @Test func `a body cut at any byte is refused and never a crash`() {
        let body = MetaRequests.post([MetaRequests.event()]).body
        for count in 0..<body.count {
            #expect(judge(MetaRequests.json(String(decoding: body.prefix(count), as: UTF8.self))).refusal != nil)
        }
    }

    @Test func `the pixel tells its name, and only what was asked for`() {
        let path = "/v25.0/\(MetaPixel.demo.id)"
        let bearer: [(name: String, value: String)] = [("Authorization", "Bearer \(MetaRequests.token)")]
        #expect(judge(MetaRequests.get(path, headers: bearer)).answer == #"{"id":"847219573920518","name":"Summer Sale Pixel"}"#)
        #expect(judge(MetaRequests.get(path + "?fields=id", headers: bearer)).answer == #"{"id":"847219573920518"}"#)
        #expect(
            judge(MetaRequests.get(path + "?fields=name%2Cis_unavailable", headers: bearer)).answer
                == #"{"id":"847219573920518","name":"Summer Sale Pixel","is_unavailable":false}"#)
        #expect(
            judge(MetaRequests.get("/v25.0/me?fields=id,name", headers: bearer)).answer?.contains("\"id\":\"122100000000000001\"") == true)
    }

    @Test(arguments: ["55:Other:EAABx", "1:A name with spaces:t"]) func `a pixel is read from a setting`(text: String) {
        #expect(MetaPixel(text[...]) != nil)
    }

    @Test(arguments: ["", "55", "55:Other", "x:Other:t", "55::t", "55:Other:", "55:Other:t:u"])
    func `what is no pixel is not`(text: String) {
        #expect(MetaPixel(text[...]) == nil)
    }
}
