import Testing

@testable import Stratum

@Suite("Rows of a retail file") struct RetailRowTests {
    /// A good row with one field changed.
    private static func fields(_ column: String? = nil, _ value: String = "") -> [String] {
        let fields = ["536365", "85123A", "LANTERN", "6", "2010-12-01 08:26:00", "2.55", "17850.0", "United Kingdom"]
        return zip(RetailRow.columns, fields).map { $0 == column ? value : $1 }
    }

    @Test func `a row's fields are read`() throws {
        let row = try RetailRow(Self.fields())
        #expect(row.invoice == "536365" && row.stockCode == "85123A" && row.quantity == 6 && row.time == 1_291_191_960)
        #expect(row.priceMicros == 2_550_000 && row.customer == "17850" && row.country == "United Kingdom" && !row.isCancellation)
    }

    @Test func `blanks around a field do not count`() throws {
        #expect(try RetailRow(Self.fields().map { " \($0)\t" }) == RetailRow(Self.fields()))
    }

    @Test(arguments: [("17850.0", "17850"), ("17850", "17850"), ("", "")])
    func `a customer's number is the same however it is written`(text: String, customer: String) throws {
        #expect(try RetailRow(Self.fields("CustomerID", text)).customer == customer)
    }

    @Test func `a cancelled row may have any quantity`() throws {
        for quantity in ["-6", "0", "6"] {
            var fields = Self.fields("Quantity", quantity)
            fields[0] = "C536365"
            #expect(try RetailRow(fields).isCancellation)
        }
    }

    @Test(arguments: [("Description", ""), ("CustomerID", ""), ("Country", "")])
    func `a row does without some fields`(column: String, value: String) throws {
        _ = try RetailRow(Self.fields(column, value))
    }

    @Test(arguments: [
        ("InvoiceNo", " ", RetailRow.Refusal.noInvoice), ("UnitPrice", "0", .price), ("UnitPrice", "0.00", .price),
        ("UnitPrice", "-11062.06", .price), ("Quantity", "0", .quantity), ("Quantity", "-1", .quantity),
        ("StockCode", "", .unreadable("StockCode is empty")), ("Quantity", "1.5", .unreadable("Quantity is no whole number")),
        ("Quantity", "", .unreadable("Quantity is no whole number")),
        ("Quantity", "1000000001", .unreadable("Quantity is no whole number")),
        ("Quantity", "-9223372036854775808", .unreadable("Quantity is no whole number")),
        ("InvoiceDate", "1.12.2010", .unreadable("InvoiceDate is not like 2010-12-01 08:26:00")),
        ("UnitPrice", "free", .unreadable("UnitPrice is no number")), ("CustomerID", "Ann", .unreadable("CustomerID is no whole number")),
        ("CustomerID", "17850.5", .unreadable("CustomerID is no whole number")),
    ])
    func `a row that cannot count is refused with its reason`(column: String, value: String, refusal: RetailRow.Refusal) {
        #expect(throws: refusal) { try RetailRow(Self.fields(column, value)) }
    }

    @Test(arguments: [[], ["536365"], Self.fields() + ["more"]])
    func `a row of another width is refused`(fields: [String]) {
        #expect(throws: RetailRow.Refusal.unreadable("\(fields.count) fields, 8 are needed")) { try RetailRow(fields) }
    }

    @Test func `a record that could not be read is refused`() {
        #expect(throws: RetailRow.Refusal.unreadable("a quote is out of place, or the text is not UTF-8")) { try RetailRow(nil) }
    }
}
