/// What a caller may do. People hold permissions through roles, API keys through scopes; the methods' access options name them.
enum Permission: String, CaseIterable, Hashable, Sendable {
    /// Send conversion events.
    case eventsWrite = "events:write"
    /// Read the delivery log.
    case deliveriesRead = "deliveries:read"
    /// Send a dead or unknown delivery once more.
    case deliveriesReplay = "deliveries:replay"
    /// Connect ad platforms.
    case connectionsManage = "connections:manage"
    /// See which ad platforms are connected.
    case connectionsRead = "connections:read"
    /// Make, list and revoke API keys.
    case apiKeysManage = "api_keys:manage"
}
