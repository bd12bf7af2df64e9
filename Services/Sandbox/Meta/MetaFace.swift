import HTTPServer

/// Meta's Conversions API as a sender sees it: judges requests, takes nothing itself.
struct MetaFace: Sendable {
    let rules: MetaRules
    private let pixels: [String: MetaPixel]

    private static let topLevelFields: Set<String> = [
        "test_event_code", "partner_agent", "namespace_id", "upload_id", "upload_tag", "upload_source", "appsecret_proof", "appsecret_time",
        "fields", "format", "method", "debug", "locale",
    ]
    private static let pixelFields: Set<String> = ["id", "name", "last_fired_time", "is_unavailable", "creation_time"]
    private static let userFields: Set<String> = ["id", "name"]

    init(rules: MetaRules = MetaRules(), pixels: [MetaPixel] = [.demo]) {
        self.rules = rules
        self.pixels = Dictionary(pixels.map { ($0.id, $0) }) { _, last in last }
    }

    /// Whether a text is an id of the Graph API.
    static func isID(_ text: some StringProtocol) -> Bool {
        (1...20).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Judges a request as of `nowUnixSeconds`.
    func judge(_ request: HTTPServerRequest, nowUnixSeconds: Int64) -> MetaVerdict {
        do {
            return try verdict(request, nowUnixSeconds)
        } catch let refusal as MetaRefusal {
            return .refusal(refusal)
        } catch let error as JSONSyntaxError {
            return .refusal(.invalid("Invalid JSON at byte \(error.offset): \(error.reason)."))
        } catch {
            preconditionFailure("an error of another kind: \(error)")
        }
    }

    private func verdict(_ request: HTTPServerRequest, _ now: Int64) throws -> MetaVerdict {
        let path = request.path.split(separator: "/")
        guard let version = path.first.flatMap({ MetaVersion($0) }), path.count > 1, path.count < 4 else {
            throw MetaRefusal.unknownPath(String(request.path))
        }
        guard version >= rules.oldestVersion else { throw MetaRefusal.retiredVersion(newest: rules.newestVersion) }
        guard version <= rules.newestVersion else { throw MetaRefusal.unknownPath("/\(version)") }
        let call = try MetaCall(request)
        guard let token = call.token, !token.isEmpty else { throw MetaRefusal.tokenMissing }
        guard !pixels.values.contains(where: { $0.expiredTokens.contains(token) }) else { throw MetaRefusal.tokenExpired }
        guard pixels.values.contains(where: { $0.tokens.contains(token) }) else { throw MetaRefusal.tokenInvalid }
        if path.count == 2, path[1] == "me", request.method == "GET" { return try me(call) }
        guard Self.isID(path[1]) else { throw MetaRefusal.unknownPath(String(request.path)) }
        let verb = request.method.lowercased()
        guard let pixel = pixels[String(path[1])], pixel.tokens.contains(token) else {
            throw MetaRefusal.noSuchObject(String(path[1]), verb)
        }
        switch (request.method, path.count) {
        case ("GET", 2): return try describe(pixel, call)
        case ("POST", 3) where path[2] == "events": return try events(pixel, call, now)
        case (_, 3) where path[2] != "events": throw MetaRefusal.unknownPath("/\(path[2])")
        default: throw MetaRefusal.noSuchObject(pixel.id, verb)
        }
    }

    private func events(_ pixel: MetaPixel, _ call: MetaCall, _ now: Int64) throws -> MetaVerdict {
        for name in call.parameters.keys.sorted() where !Self.topLevelFields.contains(name) {
            throw MetaRefusal.invalid("Unexpected key \"\(name)\".", [.key(name)])
        }
        guard let data = call.data else { throw MetaRefusal.invalid("The parameter data is required.", [.key("data")]) }
        let reader = MetaEventReader(rules: rules, nowUnixSeconds: now)
        do {
            let events = try data.withUnsafeBytes { bytes in
                guard JSONReader.isUTF8(bytes) else { throw MetaRefusal.invalid("param data is no UTF-8.") }
                return try reader.events(bytes)
            }
            return .events(events, pixelID: pixel.id)
        } catch let refusal as MetaRefusal {
            throw refusal.blamed(on: .key("data"))
        }
    }

    private func describe(_ pixel: MetaPixel, _ call: MetaCall) throws -> MetaVerdict {
        let wanted = try fields(call, Self.pixelFields, of: "AdsPixel")
        var writer = JSONWriter()
        writer.raw(#"{"id":"#)
        writer.string(pixel.id)
        if wanted.isEmpty || wanted.contains("name") {
            writer.raw(#","name":"#)
            writer.string(pixel.name)
        }
        if wanted.contains("is_unavailable") { writer.raw(#","is_unavailable":false"#) }
        writer.raw("}")
        return .answer(writer.bytes)
    }

    private func me(_ call: MetaCall) throws -> MetaVerdict {
        _ = try fields(call, Self.userFields, of: "User")
        return .answer(Array(#"{"name":"Sandbox System User","id":"122100000000000001"}"#.utf8))
    }

    private func fields(_ call: MetaCall, _ known: Set<String>, of type: String) throws -> [String] {
        let wanted = String(decoding: call.parameters["fields"] ?? [], as: UTF8.self).split(separator: ",").map(String.init)
        for field in wanted where !known.contains(field) { throw MetaRefusal.noSuchField(field, on: type) }
        return wanted
    }
}
