import Messages

extension EventsCredentials {
    /// Credentials as a request carries them. `field`: their path in it.
    init(_ message: IntegrationsV1.EventsCredentials?, field: String) throws(FieldRefusal) {
        switch message?.platform {
        case .meta(let meta):
            self = .meta(try MetaEventsCredentials(pixelID: meta.pixelID, accessToken: meta.accessToken, field: "\(field).meta"))
        case nil:
            throw FieldRefusal(field: field, description: "must hold the credentials of one platform, such as meta")
        }
    }
}
