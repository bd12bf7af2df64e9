import Glibc

/// Addresses of the internet protocol.
enum IPAddress {
    /// Whether a text is an IPv4 address in dotted form or an IPv6 address without a zone.
    static func isValid(_ text: String) -> Bool {
        guard text.utf8.count <= 45 else { return false }
        var address = in6_addr()
        return inet_pton(AF_INET, text, &address) == 1 || inet_pton(AF_INET6, text, &address) == 1
    }
}
