import Testing

@Suite("Reading Swift code") struct SwiftCodeTests {
    private func code(_ source: String) -> String {
        String(decoding: SwiftCode.only(in: source), as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test(arguments: [
        ("a // b\nc", "a c"), ("a /* b /* c */ d */ e", "a e"), ("a(\"b\")", "a( )"), ("a(\"b \\(c(d)) e\")f", "a( c(d) )f"),
        ("a(\"\\\"b\")c", "a( )c"), ("a(#\"b\"c\"#)d", "a( )d"), ("a(#\"b\\(c)\\#(d)\"#)e", "a( d )e"),
        ("a\"\"\"\n b \"c\" \n\"\"\"d", "a d"),
        ("#if A\nb\n#endif", "#if A b #endif"), ("a(\"\")b", "a( )b"), ("\"https://a\" + b // \"", "+ b"), ("\"\\(\"a\" + b)\" c", "+ b c"),
    ])
    func `comments and literals are taken out`(source: String, expected: String) {
        #expect(code(source) == expected)
    }

    @Test func `lines keep their numbers`() {
        let tokens = SwiftToken.tokens(of: SwiftCode.only(in: "/* a\n\n*/ b\n\"\"\"\n c\n\"\"\"\nd"))
        #expect(tokens == [SwiftToken(text: "b", line: 3), SwiftToken(text: "d", line: 7)])
    }

    @Test func `types are found with their depth, and extensions with their dots`() {
        let text = "struct A: B { class C {} ; class func d() {} }\nextension E.F: O { typealias G = H }\nactor I {}\nlet j = K.self"
        let source = SwiftSource(RepositoryFile(path: "A.swift", text: text))
        #expect(source.types.map(\.name) == ["A", "C", "G", "I"])
        #expect(source.types.filter(\.isTopLevel).map(\.name) == ["A", "I"])
        #expect(source.extensions == ["E.F", "O"])
    }
}
