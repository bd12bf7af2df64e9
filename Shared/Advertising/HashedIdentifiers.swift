package import Secrets

/// What is kept of a person's data: SHA-256 digests in every form that a platform takes, and the few values that platforms take plain.
///
/// A form that equals the field's usual form is not kept twice; the subscript answers for both. Prints names only.
package struct HashedIdentifiers: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    struct Entry: Sendable, Hashable {
        let identifier: HashedIdentifier
        let digest: SHA256Digest
    }

    var entries: [Entry] = []
    /// Where the person is; plain, because a country is no person.
    package internal(set) var country: Country?
    package internal(set) var clientIPAddress: String?
    package internal(set) var clientUserAgent: String?
    /// Meta's click id: `fb.1.<milliseconds>.<click id>`.
    package internal(set) var fbc: String?
    /// Meta's browser id: `fb.1.<milliseconds>.<number>`.
    package internal(set) var fbp: String?

    package init() {}

    /// The digest in the form asked for; nil when the field was not given.
    package subscript(_ identifier: HashedIdentifier) -> SHA256Digest? {
        for entry in entries where entry.identifier == identifier { return entry.digest }
        return identifier.usualForm.flatMap { self[$0] }
    }

    /// Keeps a digest, unless the usual form has the same.
    mutating func keep(_ digest: SHA256Digest?, as identifier: HashedIdentifier) {
        guard let digest, self[identifier] != digest else { return }
        entries.append(Entry(identifier: identifier, digest: digest))
    }

    /// Whether nothing at all was given.
    package var isEmpty: Bool {
        entries.isEmpty && clientIPAddress == nil && clientUserAgent == nil && fbc == nil && fbp == nil
    }

    /// Whether a platform would take an event with nothing but this to know the person by.
    ///
    /// Without it the platform refuses the event, and at Meta every other event of the request.
    package func isEnough(for platform: Platform) -> Bool {
        let hasClient = clientIPAddress != nil && clientUserAgent != nil
        let hasContact = self[.email] != nil || self[.phone] != nil
        switch platform {
        case .meta:
            let hasName = self[.firstName] != nil && self[.lastName] != nil
            let hasPlace = self[.postalCode] != nil || self[.city] != nil || self[.dateOfBirth] != nil
            return hasContact || hasClient || self[.externalID] != nil || fbc != nil || fbp != nil || hasName && hasPlace
        case .google: return hasContact
        case .tiktok: return hasContact || hasClient || self[.externalID] != nil
        case .snapchat: return hasContact || hasClient
        }
    }

    package var description: String {
        "HashedIdentifiers(\(entries.map { "\($0.identifier)" }.joined(separator: ", ")))"
    }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
