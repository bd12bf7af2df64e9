/// A person who buys, as in a customer book.
struct Customer: Equatable {
    /// The shop's own number.
    let id: String
    let email: String
    /// With country code.
    let phone: String
    let firstName: String
    let lastName: String
    let postalCode: String
    let ipAddress: String
    let userAgent: String

    static let columns = ["CustomerID", "Email", "Phone", "FirstName", "LastName", "PostalCode", "IPAddress", "UserAgent"]

    var fields: [String] { [id, email, phone, firstName, lastName, postalCode, ipAddress, userAgent] }

    init(
        id: String, email: String, phone: String, firstName: String, lastName: String, postalCode: String, ipAddress: String,
        userAgent: String
    ) {
        self.id = id
        self.email = email
        self.phone = phone
        self.firstName = firstName
        self.lastName = lastName
        self.postalCode = postalCode
        self.ipAddress = ipAddress
        self.userAgent = userAgent
    }
}
