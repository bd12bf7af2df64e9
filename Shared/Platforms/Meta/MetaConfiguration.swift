package import Advertising

/// Where Meta's Graph API is, and what its Conversions API takes: data, because Meta changes its mind.
package struct MetaConfiguration: Sendable {
    /// Scheme and authority, without a slash at the end.
    package var baseURL: String
    /// The version of the Graph API, e.g. `v25.0`.
    package var version: String
    /// How long a whole answer may take. Meta advises 1.5 s at least.
    package var timeout: Duration
    package var limits: EventLimits
    /// How far ahead of ours a sender's clock may be.
    package var futureMax: Duration
    /// The pause after a rate limit whose answer names none, and the longest that is believed.
    package var rateLimitPause: Duration
    package var rateLimitPauseMax: Duration
    /// Bytes of one request.
    package var requestBytesMax: Int

    package init(
        baseURL: String = "https://graph.facebook.com", version: String = "v25.0", timeout: Duration = .seconds(10),
        limits: EventLimits = .documented(by: .meta), futureMax: Duration = .seconds(60), rateLimitPause: Duration = .seconds(60),
        rateLimitPauseMax: Duration = .seconds(86_400), requestBytesMax: Int = 4 << 20
    ) {
        self.baseURL = baseURL
        self.version = version
        self.timeout = timeout
        self.limits = limits
        self.futureMax = futureMax
        self.rateLimitPause = rateLimitPause
        self.rateLimitPauseMax = rateLimitPauseMax
        self.requestBytesMax = requestBytesMax
    }
}
