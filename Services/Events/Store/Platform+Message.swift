import Advertising
import Messages

extension Platform {
    /// Nil for a platform that is not said or not known here.
    init?(_ message: AdvertisingV1.Platform) {
        switch message {
        case .meta: self = .meta
        case .google: self = .google
        case .tiktok: self = .tiktok
        case .snapchat: self = .snapchat
        case .unspecified, .unrecognized: return nil
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
