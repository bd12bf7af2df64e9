import Testing

@testable import RPC

@Suite("Metadata")
struct MetadataTests {
    @Test func `keeps the order and every value of a name`() {
        var metadata: Metadata = ["a": "1", "b": "2"]
        metadata.append("A", "3")
        #expect(metadata.values("a") == ["1", "3"])
        #expect(metadata["a"] == "1")
        #expect(metadata.map(\.name) == ["a", "b", "a"])
        #expect(metadata.count == 3)
    }

    @Test func `setting replaces all values, and nil removes them`() {
        var metadata: Metadata = ["a": "1", "a": "2", "b": "3"]
        metadata["a"] = "4"
        #expect(metadata.values("a") == ["4"])
        metadata["a"] = nil
        #expect(metadata["a"] == nil)
        #expect(metadata.count == 1)
    }

    @Test func `bytes come back under a -bin name, also from several values joined by commas`() {
        var metadata = Metadata()
        metadata.append("x-bin", binary: [1, 2, 3])
        #expect(metadata.binary("x-bin") == [1, 2, 3])
        var joined = Metadata()
        Array("x-bin".utf8).withUnsafeBytes { name in
            Array("AQID,BAUG,BwgJ".utf8).withUnsafeBytes { joined.append(rawName: name, rawValue: $0) }
        }
        #expect(joined.binaryValues("x-bin") == [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    }

    @Test func `what may not stand in a header is replaced`() {
        let metadata: Metadata = ["a": "x\r\ny: z\u{e9}"]
        #expect(metadata["a"] == "x??y: z??")
    }

    @Test(arguments: ["grpc-status", "te", "content-type", ":path", "", "a b", "ä", "connection", "content-length"])
    func `the protocol's own names and malformed ones are not for callers`(name: String) {
        #expect(!Metadata.isUsable(Array(name.utf8)))
    }

    @Test func `its description shows no values`() {
        let metadata: Metadata = ["authorization": "secret"]
        #expect("\(metadata)" == "[authorization]")
    }
}
