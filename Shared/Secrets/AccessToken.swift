/// Who calls, for a short time: the claims of a JWT (RFC 7519) that verifiers check offline.
///
/// Texts are printable ASCII without quotes and backslashes: ids, names of permissions, codes. Times are Unix seconds.
package struct AccessToken: Sendable, Hashable {
    /// Who the caller is.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case person
        case apiKey = "api_key"
        case service
        case staff
    }

    package static let audience = "stratum"
    /// The header's `typ` (RFC 9068 §2.1).
    package static let type = "at+jwt"

    package var kind: Kind
    /// Who signed: `identity`, or the service itself.
    package var issuer: String
    /// The person's, key's or operator's id; a service's name.
    package var subject: String
    /// The tenant on whose behalf; nil for staff and services.
    package var tenantID: String?
    /// The tenant's currency, ISO 4217.
    package var tenantCurrency: String?
    package var permissions: [String]
    /// Whether the account behind it is verified.
    package var isVerified: Bool
    package var issuedAt: Int64
    package var expiresAt: Int64

    package init(
        kind: Kind, issuer: String, subject: String, tenantID: String? = nil, tenantCurrency: String? = nil, permissions: [String] = [],
        isVerified: Bool = false, issuedAt: Int64, expiresAt: Int64
    ) {
        self.kind = kind
        self.issuer = issuer
        self.subject = subject
        self.tenantID = tenantID
        self.tenantCurrency = tenantCurrency
        self.permissions = permissions
        self.isVerified = isVerified
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }

    /// The compact form: header, claims and signature in base64url (RFC 7515 §7.1, RFC 8037).
    package func signed(with key: SigningKey) -> String {
        let header = "{\"alg\":\"EdDSA\",\"typ\":\"\(Self.type)\",\"kid\":\"\(key.id)\"}"
        let signed = Base64.encode(Array(header.utf8), .urlSafe) + "." + Base64.encode(Array(claims.utf8), .urlSafe)
        return signed + "." + Base64.encode(key.signature(of: Array(signed.utf8)), .urlSafe)
    }

    private var claims: String {
        var json = "{\"iss\":\(Self.quoted(issuer)),\"sub\":\(Self.quoted(subject)),\"aud\":\"\(Self.audience)\""
        json += ",\"iat\":\(issuedAt),\"nbf\":\(issuedAt),\"exp\":\(expiresAt),\"kind\":\"\(kind.rawValue)\""
        if let tenantID { json += ",\"tenant\":\(Self.quoted(tenantID))" }
        if let tenantCurrency { json += ",\"currency\":\(Self.quoted(tenantCurrency))" }
        if !permissions.isEmpty { json += ",\"permissions\":[\(permissions.map(Self.quoted).joined(separator: ","))]" }
        if isVerified { json += ",\"verified\":true" }
        return json + "}"
    }

    private static func quoted(_ text: String) -> String {
        precondition(text.utf8.allSatisfy(FlatJSON.isPlain), "a claim holds what it must not")
        return "\"\(text)\""
    }
}
