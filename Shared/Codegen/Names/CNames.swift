/// How protoc-c 1.4.1 names things in C.
enum CNames {
    /// Words of C and C++ that protoc-c gives an underscore when a field is called so.
    private static let keywords: Set<String> = [
        "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break", "case", "catch", "char", "class", "compl", "const",
        "const_cast",
        "continue", "default", "delete", "do", "double", "dynamic_cast", "else", "enum", "explicit", "extern", "false", "float", "for",
        "friend",
        "goto", "if", "inline", "int", "long", "mutable", "namespace", "new", "not", "not_eq", "operator", "or", "or_eq", "private",
        "protected",
        "public", "register", "reinterpret_cast", "return", "short", "signed", "sizeof", "static", "static_cast", "struct", "switch",
        "template",
        "this", "throw", "true", "try", "typedef", "typeid", "typename", "union", "unsigned", "using", "virtual", "void", "volatile",
        "wchar_t",
        "while", "xor", "xor_eq",
    ]

    /// The struct of a message: `stratum.events.v1.UserData` is `Stratum__Events__V1__UserData`.
    static func type(_ fullName: String) -> String {
        fullName.split(separator: ".").map { upperCamel($0) }.joined(separator: "__")
    }

    /// The stem of a message's functions: `stratum.events.v1.UserData` is `stratum__events__v1__user_data`.
    static func stem(_ fullName: String) -> String {
        fullName.split(separator: ".").map { lowerSnake($0) }.joined(separator: "__")
    }

    /// The enum that tells which member of a oneof is set.
    static func caseType(oneof: String, of message: String) -> String {
        "\(type(message))__\(upperCamel(oneof[...]))Case"
    }

    /// The field that holds it.
    static func caseField(oneof: String) -> String {
        "\(lowerSnake(oneof[...]))_case"
    }

    /// A field, with backticks where it is a word of Swift.
    static func field(_ name: String) -> String {
        name.lowercased() == "self" ? "`self`" : SwiftNames.escapedKeyword(bareField(name))
    }

    /// How many elements a repeated field has.
    static func count(_ name: String) -> String {
        "n_\(bareField(name))"
    }

    private static func bareField(_ name: String) -> String {
        let lower = name.lowercased()
        return keywords.contains(lower) ? lower + "_" : lower
    }

    private static func upperCamel(_ name: Substring) -> String {
        name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private static func lowerSnake(_ name: Substring) -> String {
        var snake = ""
        var wasUpper = true
        for character in name {
            if character.isUppercase, !wasUpper { snake.append("_") }
            snake += character.lowercased()
            wasUpper = character.isUppercase
        }
        return snake
    }
}
