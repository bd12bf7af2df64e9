/// A Swift file that people write, read as far as the rules of the house need it.
struct SwiftSource {
    let file: RepositoryFile
    let tokens: [SwiftToken]
    let imports: [Import]
    let types: [DeclaredType]
    /// What is extended, dotted as written, and what it is made to conform to: `GoogleProtobuf.Timestamp`, `CustomStringConvertible`.
    let extensions: [String]
    /// Functions that no brace encloses.
    let functions: [String]

    var path: String { file.path }

    /// An import of a module.
    struct Import: Equatable {
        let module: String
        let line: Int
    }

    /// A struct, class, enum, actor, protocol or type alias.
    struct DeclaredType: Equatable {
        let name: String
        /// Whether no brace is open where it is declared.
        let isTopLevel: Bool
    }

    init(_ file: RepositoryFile) {
        self.file = file
        let code = SwiftCode.only(in: file.text)
        tokens = SwiftToken.tokens(of: code)
        imports = Self.imports(in: String(decoding: code, as: UTF8.self))
        let declarations = Declarations(in: tokens)
        types = declarations.types
        extensions = declarations.extensions
        functions = declarations.functions
    }

    private static let importPrefixes: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    private static let importKinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]

    /// The imports of code: `@testable import A`, `package import B`, `import struct C.D`.
    static func imports(in code: String) -> [Import] {
        code.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            let words = line.split(separator: " ")
            guard let position = words.firstIndex(of: "import"), position + 1 < words.count else { return nil }
            guard words[..<position].allSatisfy({ $0.hasPrefix("@") || importPrefixes.contains($0) }) else { return nil }
            let rest = words[(position + 1)...].drop { importKinds.contains($0) }
            guard let module = rest.first?.split(separator: ".").first else { return nil }
            return Import(module: String(module), line: index + 1)
        }
    }
}
