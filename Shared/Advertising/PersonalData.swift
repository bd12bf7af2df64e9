/// A person's data as a caller gave it, plain or already hashed. Lives for the length of a call: hash it, keep the hashes, forget it.
///
/// Never prints what it holds. An empty text counts as absent.
package struct PersonalData: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var email: String?
    package var phone: String?
    package var firstName: String?
    package var lastName: String?
    package var city: String?
    package var state: String?
    package var postalCode: String?
    /// A code or an English name.
    package var country: String?
    package var externalID: String?
    package var dateOfBirth: String?
    package var gender: String?
    package var clientIPAddress: String?
    package var clientUserAgent: String?
    /// Meta's click id cookie.
    package var fbc: String?
    /// Meta's browser id cookie.
    package var fbp: String?

    package init() {}

    package subscript(_ field: IdentifierField) -> String? {
        get {
            switch field {
            case .email: email
            case .phone: phone
            case .firstName: firstName
            case .lastName: lastName
            case .city: city
            case .state: state
            case .postalCode: postalCode
            case .country: country
            case .externalID: externalID
            case .dateOfBirth: dateOfBirth
            case .gender: gender
            case .clientIPAddress: clientIPAddress
            case .clientUserAgent: clientUserAgent
            case .fbc: fbc
            case .fbp: fbp
            }
        }
        set {
            switch field {
            case .email: email = newValue
            case .phone: phone = newValue
            case .firstName: firstName = newValue
            case .lastName: lastName = newValue
            case .city: city = newValue
            case .state: state = newValue
            case .postalCode: postalCode = newValue
            case .country: country = newValue
            case .externalID: externalID = newValue
            case .dateOfBirth: dateOfBirth = newValue
            case .gender: gender = newValue
            case .clientIPAddress: clientIPAddress = newValue
            case .clientUserAgent: clientUserAgent = newValue
            case .fbc: fbc = newValue
            case .fbp: fbp = newValue
            }
        }
    }

    /// The names of the fields that are set.
    package var description: String {
        let names = IdentifierField.allCases.filter { !(self[$0] ?? "").isEmpty }.map(\.rawValue)
        return "PersonalData(\(names.joined(separator: ", ")))"
    }

    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
