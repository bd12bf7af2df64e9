/// One hash of a person's data: a field in one of the forms that platforms ask for. The raw value is what is stored.
package enum HashedIdentifier: UInt8, Sendable, Hashable, CaseIterable {
    /// Trimmed, lower-case. Meta, TikTok, Snapchat.
    case email = 1
    /// The same with the dots of a Gmail address left out. Google.
    case emailWithoutGmailDots = 2
    /// Country code and digits. Meta, Snapchat.
    case phone = 3
    /// The same with a plus before it. Google, TikTok.
    case phoneWithPlus = 4
    /// Lower-case letters and digits only. Meta, Google.
    case firstName = 5
    /// Lower-case, without white space. TikTok.
    case firstNameWithoutSpaces = 6
    /// Trimmed, lower-case. Snapchat.
    case firstNameTrimmed = 7
    case lastName = 8
    case lastNameWithoutSpaces = 9
    case lastNameTrimmed = 10
    /// Lower-case letters and digits only.
    case city = 11
    /// Two letters in the US and Canada; elsewhere lower-case letters and digits only.
    case state = 12
    /// Lower-case, without spaces and dashes; five digits in the US. Meta.
    case postalCode = 13
    /// Lower-case, without spaces and dashes. TikTok, Snapchat.
    case postalCodeWhole = 14
    /// Two letters, lower-case.
    case country = 15
    /// Trimmed, lower-case.
    case externalID = 16
    /// YYYYMMDD.
    case dateOfBirth = 17
    /// `f` or `m`.
    case gender = 18

    /// The form that this one equals unless it was kept on its own.
    var usualForm: HashedIdentifier? {
        switch self {
        case .emailWithoutGmailDots: .email
        case .firstNameWithoutSpaces, .firstNameTrimmed: .firstName
        case .lastNameWithoutSpaces, .lastNameTrimmed: .lastName
        case .postalCodeWhole: .postalCode
        default: nil
        }
    }
}
