/// The permissions that an API key carries: at least one, each known, none twice, in the order of the catalogue.
struct Scopes: Equatable, Sendable {
    /// The permissions.
    let permissions: [Permission]

    /// As they are stored, put into tokens and shown.
    var texts: [String] { permissions.map(\.rawValue) }

    /// Scopes as a request names them. Naming one twice does no harm.
    init(_ texts: [String], field: String) throws(FieldRefusal) {
        guard !texts.isEmpty else { throw FieldRefusal(field: field, description: "must name at least one scope") }
        guard texts.count <= Permission.allCases.count * 2 else {
            throw FieldRefusal(field: field, description: "names more scopes than there are")
        }
        var wanted = Set<Permission>()
        for (index, text) in texts.enumerated() {
            guard let permission = Permission(rawValue: text) else {
                let known = Permission.allCases.map(\.rawValue).joined(separator: ", ")
                throw FieldRefusal(field: "\(field)[\(index)]", description: "is not a scope; there are \(known)")
            }
            wanted.insert(permission)
        }
        permissions = Permission.allCases.filter(wanted.contains)
    }

    /// Scopes as they are stored. One that is no longer in the catalogue gives nothing.
    init(stored texts: [String]) {
        let stored = Set(texts)
        permissions = Permission.allCases.filter { stored.contains($0.rawValue) }
    }

    /// The scopes that someone with these permissions does not hold, and so cannot give away.
    func missing(from held: Set<String>) -> [Permission] {
        permissions.filter { !held.contains($0.rawValue) }
    }
}
