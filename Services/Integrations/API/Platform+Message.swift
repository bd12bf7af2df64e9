import Advertising
import Messages

extension Platform {
    /// A platform as a request names it.
    init(_ message: AdvertisingV1.Platform, field: String) throws(FieldRefusal) {
        switch message {
        case .meta: self = .meta
        case .google: self = .google
        case .tiktok: self = .tiktok
        case .snapchat: self = .snapchat
        case .unspecified, .unrecognized: throw FieldRefusal(field: field, description: "must name a platform, such as PLATFORM_META")
        }
    }
}

extension AdvertisingV1.Platform {
    init(_ platform: Platform) {
        switch platform {
        case .meta: self = .meta
        case .google: self = .google
        case .tiktok: self = .tiktok
        case .snapchat: self = .snapchat
        }
    }
}
