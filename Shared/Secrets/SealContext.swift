/// What a sealed secret belongs to. It does not open under any other tenant or purpose, so a row copied elsewhere is worthless.
package struct SealContext: Sendable, Hashable {
    /// The tenant's id.
    package let tenant: String
    /// Which secret of the tenant: table and column, such as `connections.access_token`.
    package let purpose: String

    package init(tenant: String, purpose: String) {
        self.tenant = tenant
        self.purpose = purpose
    }

    /// Both with their lengths before them, so that no two contexts give the same bytes.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for part in [tenant, purpose] {
            let count = UInt32(part.utf8.count)
            bytes += [UInt8(truncatingIfNeeded: count >> 24), UInt8(truncatingIfNeeded: count >> 16)]
            bytes += [UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
            bytes += part.utf8
        }
        return bytes
    }
}
