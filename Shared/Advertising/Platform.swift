/// An ad platform.
package enum Platform: String, Sendable, Hashable, CaseIterable {
    case meta, google, tiktok, snapchat

    /// The name as people read it.
    package var displayName: String {
        switch self {
        case .meta: "Meta"
        case .google: "Google Ads"
        case .tiktok: "TikTok"
        case .snapchat: "Snapchat"
        }
    }
}
