/// How proto names look in Swift.
enum SwiftNames {
    /// Words that keep one case: `tenant_id` is `tenantID`, `api_key` is `apiKey`.
    private static let acronyms: Set<String> = [
        "api", "cpu", "csv", "html", "http", "https", "id", "ip", "json", "jwt", "md5", "rpc", "sha256", "sql", "tls", "ttl", "uri", "url",
        "uuid",
    ]

    private static let keywords: Set<String> = [
        "Any", "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do", "else", "enum",
        "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import", "in", "init", "inout", "internal", "is",
        "let", "nil", "operator", "precedencegroup", "private", "protocol", "public", "repeat", "rethrows", "return", "static", "struct",
        "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
    ]

    /// Members and labels of initialisers that every generated type has, or names that Swift does not give away.
    private static let taken: Set<String> = [
        "json", "unpacking", "copying",
        "self", "Self", "Type", "Protocol", "unknownFields", "fullName", "hash", "hashValue", "rawValue", "protoName", "allCases",
    ]

    /// A field, oneof property, parameter or method: `event_source_url` is `eventSourceURL`.
    static func property(_ name: String) -> String {
        escaped(lowerCamel(words(name)))
    }

    /// The same without backticks, for a place where a keyword is allowed or words are put around it.
    static func bareProperty(_ name: String) -> String {
        lowerCamel(words(name))
    }

    /// The nested type of a oneof: `message_request` is `MessageRequest`.
    static func oneofType(_ name: String) -> String {
        escaped(words(name).map { acronyms.contains($0) ? $0.uppercased() : capitalized($0) }.joined())
    }

    /// An enum case: the prefix that repeats the enum's name is left out.
    static func enumCase(_ value: String, of enumName: String) -> String {
        let prefix = upperSnake(enumName) + "_"
        let rest = value.hasPrefix(prefix) ? String(value.dropFirst(prefix.count)) : value
        let name = escaped(lowerCamel(words(rest.lowercased())))
        if name.first?.isNumber == true { return "_" + name }
        return name == "unrecognized" ? "unrecognized_" : name
    }

    /// A method: `IssueAPIKey` is `issueAPIKey`, `APIKeyService` is `apiKeyService`.
    static func method(_ name: String) -> String {
        let upper = name.prefix(while: \.isUppercase)
        let lowered = upper.count > 1 && upper.count < name.count ? upper.dropLast() : upper
        return escaped(lowered.lowercased() + name.dropFirst(lowered.count))
    }

    /// The caseless enum of a proto package: `stratum.events.v1` is `EventsV1`, `google.rpc` is `GoogleRPC`.
    static func namespace(_ package: String) -> String {
        var parts = package.split(separator: ".").map(String.init)
        if parts.first == "stratum" { parts.removeFirst() }
        return parts.map { part in
            switch part {
            case "grpc": "GRPC"
            case "v1alpha": "V1Alpha"
            default: part.split(separator: "_").map { acronyms.contains(String($0)) ? $0.uppercased() : capitalized(String($0)) }.joined()
            }
        }.joined()
    }

    /// A type's name in Swift source, given its full proto name and package.
    static func type(_ fullName: String, package: String) -> String {
        let nested = fullName.dropFirst(package.count + 1).split(separator: ".").map { escaped(String($0)) }
        return ([namespace(package)] + nested).joined(separator: ".")
    }

    /// The name with backticks where Swift wants them, or with an underscore where it is taken.
    static func escaped(_ name: String) -> String {
        if taken.contains(name) { return name + "_" }
        return escapedKeyword(name)
    }

    /// The name with backticks when it is a word of Swift.
    static func escapedKeyword(_ name: String) -> String {
        keywords.contains(name) ? "`\(name)`" : name
    }

    private static func words(_ name: String) -> [String] {
        name.split(separator: "_").map(String.init)
    }

    private static func lowerCamel(_ words: [String]) -> String {
        guard let first = words.first else { return "_" }
        let rest = words.dropFirst().map { word in
            if acronyms.contains(word) { return word.uppercased() }
            // A plural: `event_ids` is `eventIDs`.
            if word.hasSuffix("s"), acronyms.contains(String(word.dropLast())) { return word.dropLast().uppercased() + "s" }
            return capitalized(word)
        }
        return first.prefix(1).lowercased() + first.dropFirst() + rest.joined()
    }

    private static func capitalized(_ word: String) -> String {
        word.prefix(1).uppercased() + word.dropFirst()
    }

    /// `DeliveryStatus` is `DELIVERY_STATUS`, `APIKind` is `API_KIND`.
    private static func upperSnake(_ name: String) -> String {
        let characters = Array(name)
        var snake = ""
        for (index, character) in characters.enumerated() {
            let startsWord =
                index > 0 && character.isUppercase
                && (!characters[index - 1].isUppercase || (index + 1 < characters.count && characters[index + 1].isLowercase))
            if startsWord { snake.append("_") }
            snake += character.uppercased()
        }
        return snake
    }
}
