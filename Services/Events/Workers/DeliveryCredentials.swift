import Operations

/// What is needed to send a tenant's events to a platform. Kept in memory for minutes, printed never.
struct DeliveryCredentials: Sendable {
    enum Platform: Sendable {
        /// The pixel (dataset) and a token that may send to it.
        case meta(pixelID: String, accessToken: Secret)
    }

    let platform: Platform
    /// The connection's version that they belong to.
    let version: Int64
}
