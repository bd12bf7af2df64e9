import Foundation

/// A made-up day of orders in the layout of the retail files, with one row of each kind that is passed over.
struct Orders {
    let invoices: Int
    let withoutCustomer: Int
    let cancellations: Int

    /// Writes the file and returns its path. Two rows of it are skipped: one without a price, one without a quantity.
    func write(to directory: String) throws -> String {
        var lines = ["InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"]
        for number in 0..<invoices + withoutCustomer {
            let customer = number < invoices ? "\(17_000 + number).0" : ""
            let time = String(format: "2010-12-01 %02d:%02d:00", 8 + number / 60, number % 60)
            lines.append("\(536_000 + number),85123A,\"HOLDER, WHITE\",6,\(time),2.55,\(customer),United Kingdom")
            lines.append("\(536_000 + number),71053,LANTERN,2,\(time),3.39,\(customer),United Kingdom")
        }
        for number in 0..<cancellations {
            lines.append("C\(537_000 + number),85123A,HOLDER,-1,2010-12-01 17:\(10 + number):00,2.55,\(17_000 + number).0,United Kingdom")
        }
        lines.append("538000,85123A,HOLDER,1,2010-12-01 09:00:00,0.0,17850.0,United Kingdom")
        lines.append("538001,85123A,HOLDER,-1,2010-12-01 09:00:00,2.55,17850.0,United Kingdom")
        let path = "\(directory)/orders.csv"
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}
