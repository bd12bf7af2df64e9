import Testing

@testable import Stratum

@Suite("Comma-separated values") struct CSVReaderTests {
    private static func records(_ text: String) -> [[String]?] { CSVReader(Array(text.utf8)).map(\.fields) }

    @Test(arguments: [
        ("a,b\n", [["a", "b"]]), ("a,b", [["a", "b"]]), ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
        ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
        (",\n", [["", ""]]), ("a,", [["a", ""]]), (",a", [["", "a"]]), ("a, b \n", [["a", " b "]]),
        ("\"a,b\",c\n", [["a,b", "c"]]), ("\"a\"\"b\"\n", [["a\"b"]]), ("\"\"\"\"\r\n", [["\""]]), ("\"\",x\n", [["", "x"]]),
        ("\"a\nb\",c\n", [["a\nb", "c"]]), ("\"a\r\nb\"\r\nc\r\n", [["a\r\nb"], ["c"]]), ("\"a\",\"b\"", [["a", "b"]]),
        ("5\" plate,x\n", [["5\" plate", "x"]]), ("é,£\n", [["é", "£"]]),
        ("\u{FEFF}a,b\n", [["a", "b"]]), ("\u{FEFF}\"a\",b\n", [["a", "b"]]), ("\u{FEFF}", []),
        ("", []), ("\n\r\n\n", []), ("a\n\nb\n", [["a"], ["b"]]),
    ])
    func `records and fields are as RFC 4180 has them`(text: String, records: [[String]]) {
        #expect(Self.records(text) == records.map { $0 })
    }

    @Test(arguments: ["\"a\"b,c\nd,e\n", "x,\"a\" ,c\r\nd,e\r\n", "\"a\"\"b\"c\nd,e\n"])
    func `what follows a closing quote spoils its record and no other`(text: String) {
        #expect(Self.records(text) == [nil, ["d", "e"]])
    }

    @Test func `a quote that is not closed spoils everything after it`() {
        let records = Array(CSVReader(Array("a,b\nc,\"d\ne,f\n".utf8)))
        #expect(records.map(\.fields) == [["a", "b"], nil])
        #expect(records.map(\.line) == [1, 2])
    }

    @Test(arguments: [[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80]])
    func `a field that is not UTF-8 spoils its record and no other`(bytes: [UInt8]) {
        for quote in [[], [UInt8(ascii: "\"")]] {
            let file = Array("a,".utf8) + quote + bytes + quote + Array("\nb,c\n".utf8)
            #expect(CSVReader(file).map(\.fields) == [nil, ["b", "c"]])
        }
    }

    @Test func `a record knows the line it starts on`() {
        let text = "a\r\n\r\n\"b\nb\nb\",b\nc\n"
        #expect(CSVReader(Array(text.utf8)).map(\.line) == [1, 3, 6])
    }
}
