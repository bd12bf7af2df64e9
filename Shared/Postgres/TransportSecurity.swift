/// Whether a connection is encrypted and whom it trusts: libpq's `sslmode`. Over a Unix socket it has no meaning.
package enum TransportSecurity: String, CaseIterable, Sendable {
    case disable
    /// Encrypted when the server can; no protection from someone in between.
    case prefer
    case require
    /// Checks that the certificate comes from `PostgresConfiguration.rootCertificateFile`.
    case verifyCA = "verify-ca"
    /// And that it bears the server's name.
    case verifyFull = "verify-full"
}
