/// The orders of a retail file: its rows grouped by invoice, in the order in which the invoices first appear, and the rows passed over.
struct RetailOrders {
    /// One invoice or cancellation.
    struct Order: Equatable {
        /// As in the file, with the `C` of a cancellation.
        let invoice: String
        /// At least one.
        var rows: [RetailRow]

        var isCancellation: Bool { invoice.hasPrefix("C") }
        /// When the earliest row was written.
        var time: Int64 { rows.map(\.time).min() ?? 0 }
        /// The first row that names the customer; empty when none does.
        var customer: String { rows.first { !$0.customer.isEmpty }?.customer ?? "" }
        var country: String { rows.first { !$0.country.isEmpty }?.country ?? "" }
        /// What it was worth, positive for a cancellation too, in millionths.
        var valueMicros: Int64 {
            rows.reduce(0) { $0 + Int64(clamping: $1.quantity.magnitude) * $1.priceMicros }
        }
    }

    /// A row that was passed over.
    struct Skipped: Equatable {
        /// Counted from 1; the header is line 1.
        let line: Int
        let reason: String
    }

    private(set) var orders: [Order] = []
    private(set) var skipped: [Skipped] = []

    /// Why a file cannot be read at all.
    struct HeaderError: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads a whole file. Only a wrong header makes it fail: a bad row costs itself alone.
    init(_ bytes: [UInt8]) throws(HeaderError) {
        var reader = CSVReader(bytes)
        guard let header = reader.next()?.fields, header.map(\.trimmed) == RetailRow.columns else {
            throw HeaderError(description: "the first line must be \(RetailRow.columns.joined(separator: ","))")
        }
        var places: [String: Int] = [:]
        while let record = reader.next() {
            let row: RetailRow
            do {
                row = try RetailRow(record.fields)
            } catch {
                skipped.append(Skipped(line: record.line, reason: error.reason))
                continue
            }
            if let place = places[row.invoice] {
                orders[place].rows.append(row)
            } else {
                places[row.invoice] = orders.count
                orders.append(Order(invoice: row.invoice, rows: [row]))
            }
        }
    }

    /// When the last order was placed; nil without orders.
    var latest: Int64? { orders.map(\.time).max() }
}
