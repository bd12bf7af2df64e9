import Advertising
import Messages

extension ActionSource {
    /// Nil when it was not said, and for a source that is not known here.
    init?(_ message: EventsV1.ActionSource) {
        switch message {
        case .website: self = .website
        case .app: self = .app
        case .email: self = .email
        case .phoneCall: self = .phoneCall
        case .chat: self = .chat
        case .physicalStore: self = .physicalStore
        case .systemGenerated: self = .systemGenerated
        case .other: self = .other
        case .unspecified, .unrecognized: return nil
        }
    }
}

extension EventsV1.ActionSource {
    init(_ source: ActionSource) {
        switch source {
        case .website: self = .website
        case .app: self = .app
        case .email: self = .email
        case .phoneCall: self = .phoneCall
        case .chat: self = .chat
        case .physicalStore: self = .physicalStore
        case .systemGenerated: self = .systemGenerated
        case .businessMessaging, .other: self = .other
        }
    }
}
