import Testing

@testable import Identity

@Suite("Page size")
struct PageSizeTests {
    @Test(arguments: [(Int32(0), 100), (1, 1), (100, 100), (1000, 1000), (1001, 1000), (.max, 1000)])
    func `is what was asked for within its limits`(wanted: Int32, count: Int) throws {
        #expect(try PageSize(wanted, field: "page_size").count == count)
    }

    @Test(arguments: [Int32(-1), .min])
    func `less than nothing is refused`(wanted: Int32) {
        let refusal = #expect(throws: FieldRefusal.self) { try PageSize(wanted, field: "page_size") }
        #expect(refusal?.field == "page_size")
    }
}
