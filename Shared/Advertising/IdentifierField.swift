/// A field of a person's data, named as callers name it.
package enum IdentifierField: String, Sendable, Hashable, CaseIterable {
    case email, phone
    case firstName = "first_name"
    case lastName = "last_name"
    case city, state
    case postalCode = "postal_code"
    case country
    case externalID = "external_id"
    case dateOfBirth = "date_of_birth"
    case gender
    case clientIPAddress = "client_ip_address"
    case clientUserAgent = "client_user_agent"
    case fbc, fbp

    /// The longest value that is looked at, in bytes of UTF-8.
    package var bytesMax: Int {
        switch self {
        case .clientUserAgent, .fbc: 2048
        case .email: 320
        default: 512
        }
    }
}
