/// Which customer information an event holds: enough to say whether it can be matched.
struct MetaUserData {
    private(set) var keys: Set<String> = []

    /// Whether Meta can do anything with it. The contract's list of what suffices: one strong key, or a combination that is not too broad.
    var isEnough: Bool {
        if !keys.isDisjoint(with: Self.strongKeys) { return true }
        if keys.contains("client_ip_address"), keys.contains("client_user_agent") { return true }
        return keys.contains("fn") && keys.contains("ln") && !keys.isDisjoint(with: ["zp", "ct", "db"])
    }

    private static let strongKeys: Set<String> = ["em", "ph", "fbc", "fbp", "external_id", "madid", "lead_id"]

    init(_ reader: inout JSONReader, _ fields: MetaFieldReader) throws {
        guard try reader.kind() == .object else { throw MetaRefusal.malformed("An object is expected") }
        var keys: Set<String> = []
        try reader.blamedMembers { key, reader in
            switch key {
            case "em", "ph", "fn", "ln", "db", "ge", "ct", "st", "zp", "country", "f5first", "f5last", "fi", "dobd", "dobm", "doby":
                try fields.digests(&reader)
            case "external_id":
                try fields.texts(&reader) { text in
                    if text.bytes.isEmpty { throw MetaRefusal.malformed("A string that is not empty is expected") }
                }
            case "fbc", "fbp": try fields.browserID(&reader)
            case "client_ip_address": try fields.address(&reader)
            case "client_user_agent", "subscription_id", "anon_id", "madid", "page_id", "page_scoped_user_id", "ctwa_clid", "ig_account_id",
                "ig_sid":
                _ = try fields.filledText(&reader)
            case "fb_login_id", "lead_id":
                if try reader.kind() == .string {
                    _ = try fields.filledText(&reader)
                } else {
                    _ = try fields.integer(&reader)
                }
            default: throw MetaRefusal.invalid("Unexpected key \"\(key)\" in user_data")
            }
            keys.insert(key)
        }
        self.keys = keys
    }
}
