/// What is needed to send events to Meta: a pixel (dataset) and a system user's token. Checked for shape; only Meta knows whether they work.
struct MetaEventsCredentials: Equatable, Sendable {
    /// Digits.
    let pixelID: String
    /// Never logged, never shown again.
    let accessToken: String

    /// Graph object ids are unsigned 64-bit numbers, which have 20 digits at most.
    static let pixelIDLengthMax = 20
    /// Tokens seen have about 200 characters; Meta says that their length may change.
    static let accessTokenLengthMax = 2048

    /// `field`: the path of the message that holds them, e.g. `credentials.meta`.
    init(pixelID: String, accessToken: String, field: String) throws(FieldRefusal) {
        guard !pixelID.isEmpty else { throw FieldRefusal(field: "\(field).pixel_id", description: "must not be empty") }
        guard pixelID.utf8.count <= Self.pixelIDLengthMax, pixelID.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw FieldRefusal(field: "\(field).pixel_id", description: "must be 1 to \(Self.pixelIDLengthMax) digits")
        }
        guard !accessToken.isEmpty else { throw FieldRefusal(field: "\(field).access_token", description: "must not be empty") }
        guard accessToken.utf8.count <= Self.accessTokenLengthMax else {
            throw FieldRefusal(
                field: "\(field).access_token", description: "must have at most \(Self.accessTokenLengthMax) characters")
        }
        guard accessToken.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw FieldRefusal(field: "\(field).access_token", description: "must be visible ASCII characters without spaces")
        }
        self.pixelID = pixelID
        self.accessToken = accessToken
    }

    /// Credentials as they were stored after a check.
    init(storedPixelID pixelID: String, accessToken: String) {
        self.pixelID = pixelID
        self.accessToken = accessToken
    }
}

extension MetaEventsCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String { "credentials for pixel \(pixelID)" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: ["pixelID": pixelID]) }
}
