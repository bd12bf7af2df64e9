/// A pixel (dataset) that the sandbox's Meta has, and the tokens that may use it.
struct MetaPixel: Sendable, Hashable {
    /// Digits.
    let id: String
    let name: String
    let tokens: Set<String>
    /// Tokens that once were good.
    let expiredTokens: Set<String>

    init(id: String, name: String, tokens: Set<String>, expiredTokens: Set<String> = []) {
        self.id = id
        self.name = name
        self.tokens = tokens
        self.expiredTokens = expiredTokens
    }

    /// The pixel that is always there. Its tokens are no secrets: they open nothing but the sandbox.
    static let demo = MetaPixel(
        id: "847219573920518", name: "Summer Sale Pixel", tokens: ["EAABsandboxDemoToken"], expiredTokens: ["EAABsandboxExpiredToken"])

    /// The same pixel with one more token.
    func opened(by token: String) -> MetaPixel {
        MetaPixel(id: id, name: name, tokens: tokens.union([token]), expiredTokens: expiredTokens)
    }

    /// Reads `id:name:token`; nil when it is not that.
    init?(_ text: Substring) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, MetaFace.isID(parts[0]), !parts[1].isEmpty, !parts[2].isEmpty else { return nil }
        self.init(id: parts[0], name: parts[1], tokens: [parts[2]])
    }
}
