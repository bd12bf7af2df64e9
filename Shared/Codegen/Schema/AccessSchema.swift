/// The access option of a method: stratum.options.v1.Access.
struct AccessSchema {
    /// Who may call.
    enum Rule {
        case everyone
        case signedIn
        case permission(String)
        case staff
        case services([String])
    }

    /// The extension's number in google.protobuf.MethodOptions.
    static let optionNumber: UInt32 = 50001

    let rule: Rule
    let needsVerifiedAccount: Bool

    /// Reads the packed option. Nil when it names no caller.
    init?(packed bytes: [UInt8]) {
        var reader = WireReader(bytes)
        var rule: Rule?
        var needsVerifiedAccount = false
        while let field = reader.next() {
            switch (field.number, field.value) {
            case (1, .varint(1)): rule = .everyone
            case (2, .varint(1)): rule = .signedIn
            case (3, .bytes(let name)) where !name.isEmpty: rule = .permission(String(decoding: name, as: UTF8.self))
            case (4, .varint(1)): rule = .staff
            case (5, .bytes(let services)): rule = Self.services(packed: services)
            case (6, .varint(let flag)): needsVerifiedAccount = flag != 0
            default: return nil
            }
        }
        guard let rule else { return nil }
        self.rule = rule
        self.needsVerifiedAccount = needsVerifiedAccount
    }

    private static func services(packed bytes: [UInt8]) -> Rule? {
        var reader = WireReader(bytes)
        var names: [String] = []
        while let field = reader.next() {
            if field.number == 1, case .bytes(let name) = field.value { names.append(String(decoding: name, as: UTF8.self)) }
        }
        return names.isEmpty ? nil : .services(names)
    }
}
