/// Who calls, as proved by a token. Set by the access interceptor; a call that anyone may make has none.
package struct Caller: Sendable, Equatable {
    /// What kind of caller it is.
    package enum Kind: Sendable, Hashable, CaseIterable {
        /// A person who signed in.
        case person
        /// An API key of a tenant.
        case apiKey
        /// One of our services, by its own key.
        case service
        /// One of Stratum's operators.
        case staff
    }

    package var kind: Kind
    /// The id of the person, key, service or operator.
    package var subject: String
    /// The tenant on whose behalf; never taken from a request.
    package var tenantID: String?
    /// What it may do, e.g. `events:write`.
    package var permissions: Set<String>
    /// The name of a calling service, e.g. `events`.
    package var serviceName: String?
    /// The tenant's currency, ISO 4217.
    package var tenantCurrency: String?
    /// Whether the account's e-mail address is verified.
    package var isVerified: Bool

    package init(
        kind: Kind, subject: String, tenantID: String? = nil, permissions: Set<String> = [], serviceName: String? = nil,
        tenantCurrency: String? = nil, isVerified: Bool = false
    ) {
        self.kind = kind
        self.subject = subject
        self.tenantID = tenantID
        self.permissions = permissions
        self.serviceName = serviceName
        self.tenantCurrency = tenantCurrency
        self.isVerified = isVerified
    }
}
