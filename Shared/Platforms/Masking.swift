/// Shortens personal data for the delivery log: enough to compare two entries by, too little to know a person by.
enum Masking {
    /// The first eight digits.
    static func digest(_ hex: String) -> String { "\(hex.prefix(8))…" }

    /// The network's half: `203.0.x.x`, `2001:db8:…`.
    static func address(_ address: String) -> String {
        if address.contains(":") { return address.split(separator: ":").prefix(2).joined(separator: ":") + ":…" }
        let parts = address.split(separator: ".")
        return parts.count == 4 ? "\(parts[0]).\(parts[1]).x.x" : "…"
    }

    /// The product's name.
    static func userAgent(_ agent: String) -> String { "\(agent.prefix { $0 != "/" && $0 != " " }.prefix(16))/…" }

    /// `fb.1.…`
    static func cookie(_ cookie: String) -> String { cookie.split(separator: ".").prefix(2).joined(separator: ".") + ".…" }
}
