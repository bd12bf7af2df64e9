import Testing

@testable import Stratum

@Suite("Orders of a retail file") struct RetailOrdersTests {
    @Test func `rows are grouped by invoice, in the order in which invoices first appear`() throws {
        let file = try RetailFile.orders(
            "2,A,x,1,2010-12-01 08:00:00,1.00,7,France", "1,B,x,2,2010-12-01 08:01:00,2.50,8,Norway",
            "2,C,x,3,2010-12-01 08:02:00,0.10,7,France")
        #expect(file.orders.map(\.invoice) == ["2", "1"])
        #expect(file.orders.map { $0.rows.map(\.stockCode) } == [["A", "C"], ["B"]])
        #expect(file.orders.map(\.valueMicros) == [1_300_000, 5_000_000])
        #expect(file.skipped.isEmpty)
    }

    @Test func `a cancellation is worth a positive amount`() throws {
        let file = try RetailFile.orders("C1,A,x,-2,2010-12-01 08:00:00,1.25,7,France", "C1,B,x,-1,2010-12-01 08:00:00,0.50,7,France")
        #expect(file.orders.map(\.isCancellation) == [true])
        #expect(file.orders.map(\.valueMicros) == [3_000_000])
    }

    @Test func `an order was placed when its earliest row was written`() throws {
        let file = try RetailFile.orders(
            "1,A,x,1,2010-12-01 08:05:00,1,7,France", "1,B,x,1,2010-12-01 08:00:00,1,7,France", "2,C,x,1,2010-12-01 08:01:00,1,7,France")
        let first = try #require(RetailTime.unixSeconds("2010-12-01 08:00:00"))
        #expect(file.orders.map(\.time) == [first, first + 60])
        #expect(file.latest == first + 60)
    }

    @Test func `customer and country are those of the first row that names them`() throws {
        let file = try RetailFile.orders(
            "1,A,x,1,2010-12-01 08:00:00,1,,", "1,B,x,1,2010-12-01 08:00:00,1,7.0,", "1,C,x,1,2010-12-01 08:00:00,1,8.0,France")
        #expect(file.orders.map(\.customer) == ["7"])
        #expect(file.orders.map(\.country) == ["France"])
    }

    @Test func `a bad row costs itself alone, and is listed with its line and reason`() throws {
        let file = try RetailFile.orders(
            "1,A,x,1,2010-12-01 08:00:00,1,7,France", "1,B,x,1,2010-12-01 08:00:00,0,7,France", "",
            "1,C,\"two\nlines\",1,2010-12-01 08:00:00,1,7,France", "1,D,x,-1,2010-12-01 08:00:00,1,7,France",
            ",E,x,1,2010-12-01 08:00:00,1,7,France",
            "1,\"F")
        #expect(file.orders.map { $0.rows.map(\.stockCode) } == [["A", "C"]])
        #expect(
            file.skipped == [
                RetailOrders.Skipped(line: 3, reason: "price is not above 0"),
                RetailOrders.Skipped(line: 7, reason: "quantity is not above 0 and this is no cancellation"),
                RetailOrders.Skipped(line: 8, reason: "no invoice number"),
                RetailOrders.Skipped(line: 9, reason: "unreadable: a quote is out of place, or the text is not UTF-8"),
            ])
    }

    @Test func `an invoice that is left without rows is no order`() throws {
        let file = try RetailFile.orders("1,A,x,1,2010-12-01 08:00:00,0,7,France", "2,A,x,1,2010-12-01 08:00:00,1,7,France")
        #expect(file.orders.map(\.invoice) == ["2"])
    }

    @Test func `a file of nothing but its header has no orders`() throws {
        let file = try RetailFile.orders()
        #expect(file.orders.isEmpty && file.skipped.isEmpty && file.latest == nil)
    }

    @Test(arguments: ["", "InvoiceNo,StockCode\n", "1,A,x,1,2010-12-01 08:00:00,1,7,France\n", "\"InvoiceNo"])
    func `a file with another header is refused`(text: String) {
        #expect(throws: RetailOrders.HeaderError.self) { try RetailOrders(Array(text.utf8)) }
    }

    // MARK: Real files

    /// What a file comes to.
    private struct Totals: Equatable {
        var purchases = 0
        var refunds = 0
        var purchasedMicros: Int64 = 0
        var refundedMicros: Int64 = 0
        var rows = 0
        var withoutCustomer = 0

        init(
            purchases: Int, refunds: Int, purchasedMicros: Int64, refundedMicros: Int64, rows: Int, withoutCustomer: Int
        ) {
            (self.purchases, self.refunds) = (purchases, refunds)
            (self.purchasedMicros, self.refundedMicros) = (purchasedMicros, refundedMicros)
            (self.rows, self.withoutCustomer) = (rows, withoutCustomer)
        }

        init(_ orders: [RetailOrders.Order]) {
            for order in orders {
                rows += order.rows.count
                if order.customer.isEmpty { withoutCustomer += 1 }
                if order.isCancellation {
                    refunds += 1
                    refundedMicros += order.valueMicros
                } else {
                    purchases += 1
                    purchasedMicros += order.valueMicros
                }
            }
        }
    }

    @Test func `the sample's totals are exact`() throws {
        let file = try RetailOrders(try File.read(RetailFile.sample))
        let totals = Totals(
            purchases: 34, refunds: 6, purchasedMicros: 12_039_320_000, refundedMicros: 325_230_000, rows: 239, withoutCustomer: 4)
        #expect(Totals(file.orders) == totals)
        #expect(file.skipped.map(\.line) == [136, 217, 218, 238])
        #expect(Set(file.skipped.map(\.reason)) == ["price is not above 0"])
        #expect(file.latest == RetailTime.unixSeconds("2010-12-01 17:29:00"))
    }

    @Test(.enabled(if: RetailFile.days != nil)) func `the totals of a whole trading day are exact`() throws {
        let folder = try #require(RetailFile.days)
        let file = try RetailOrders(try File.read("\(folder)/2010-12-01.csv"))
        let totals = Totals(
            purchases: 127, refunds: 6, purchasedMicros: 58_960_790_000, refundedMicros: 325_230_000, rows: 3098, withoutCustomer: 6)
        #expect(Totals(file.orders) == totals)
        #expect(file.skipped.map(\.line) == [624, 1972, 1973, 1974, 1989, 1990, 2026, 2027, 2028, 2408])
        #expect(file.latest == RetailTime.unixSeconds("2010-12-01 17:35:00"))
    }
}
