/// What Package.swift says of the rooms, read from its helper functions' calls: `shared("RPC", uses: ["HTTP2"])`.
struct Manifest {
    /// A call of one of the helper functions.
    struct Room: Equatable {
        /// The helper: `door`, `c`, `shared`, `executable`, `service` or `tests`.
        let kind: String
        /// The target's name; for tests, the room's name without `Tests`.
        let name: String
        /// The folder of its sources.
        let path: String
        /// The targets it declares that it uses.
        let uses: [String]
    }

    let rooms: [Room]
    /// Names of executable products, and of executables without a product of another name.
    let executables: [String]
    /// Targets that were declared without a helper, as written.
    let strays: [String]

    init(_ text: String) {
        let parts = text.split(separator: "let package = Package(", maxSplits: 1, omittingEmptySubsequences: false)
        let serviceUses = Self.serviceUses(in: parts.first.map(String.init) ?? "")
        let declarations = parts.count > 1 ? String(parts[1]) : ""
        rooms = Self.rooms(in: declarations, serviceUses: serviceUses)
        executables = Self.calls(of: ".executable", in: declarations).compactMap { Self.literals(in: $0).first }
        strays = [".target(", ".executableTarget(", ".systemLibrary(", ".testTarget(", ".plugin("].filter { declarations.contains($0) }
    }

    func room(_ kind: String, _ name: String) -> Room? {
        rooms.first { $0.kind == kind && $0.name == name }
    }

    /// The services and other executables under Services.
    var services: [Room] {
        rooms.filter { ($0.kind == "service" || $0.kind == "executable") && $0.path.hasPrefix("Services/") }
    }

    private static func rooms(in text: String, serviceUses: [String]) -> [Room] {
        ["door", "c", "shared", "executable", "service", "tests"].flatMap { kind in
            calls(of: kind, in: text).compactMap { arguments -> Room? in
                guard let name = literals(in: arguments).first else { return nil }
                let path =
                    switch kind {
                    case "tests": "Tests/\(name)"
                    case "service": "Services/\(name)"
                    default: labelled(" at", in: arguments).flatMap { literals(in: $0).first } ?? "Shared/\(name)"
                    }
                let uses = kind == "service" ? serviceUses : labelled("uses", in: arguments).map(literals) ?? []
                return Room(kind: kind, name: name, path: path, uses: uses)
            }
        }
    }

    /// The list that every service uses, from the helper's own body.
    private static func serviceUses(in text: String) -> [String] {
        guard let start = text.firstRange(of: "func service(") else { return [] }
        return labelled("uses", in: String(text[start.upperBound...])).map(literals) ?? []
    }

    /// The arguments of each call of a function, as written between its parentheses.
    private static func calls(of function: String, in text: String) -> [String] {
        var calls: [String] = []
        for line in text.ranges(of: "\(function)(") {
            let before = text[..<line.lowerBound].last
            guard before == " " || before == "\n" || before == "[" || before == nil else { continue }
            var depth = 1
            let rest = text[line.upperBound...]
            guard
                let end = rest.firstIndex(where: { character in
                    depth += character == "(" ? 1 : character == ")" ? -1 : 0
                    return depth == 0
                })
            else { continue }
            calls.append(String(rest[..<end]))
        }
        return calls
    }

    /// What follows a label: a bracketed list, or everything up to the next comma.
    private static func labelled(_ label: String, in text: String) -> String? {
        guard let start = text.firstRange(of: "\(label): ") else { return nil }
        let rest = text[start.upperBound...]
        guard rest.hasPrefix("[") else { return String(rest.prefix { $0 != "," }) }
        return String(rest.prefix { $0 != "]" })
    }

    private static func literals(in text: String) -> [String] {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated().compactMap { $0 % 2 == 1 ? String($1) : nil }
    }
}
