/// One line of an order, in the layout of UCI Online Retail:
/// InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country.
struct RetailRow: Equatable {
    /// Six digits; a cancellation has a `C` before them.
    let invoice: String
    let stockCode: String
    /// Negative in a cancellation.
    let quantity: Int64
    /// Unix seconds; the file's local time is taken as UTC.
    let time: Int64
    /// Price of one, in millionths of a pound.
    let priceMicros: Int64
    /// Empty when the customer is not known.
    let customer: String
    let country: String

    /// Whether the row belongs to a cancelled invoice.
    var isCancellation: Bool { invoice.hasPrefix("C") }

    static let columns = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]

    /// Why a row is passed over.
    enum Refusal: Error, Equatable {
        case unreadable(String)
        case noInvoice
        case price
        case quantity

        /// For the list of skipped rows.
        var reason: String {
            switch self {
            case .unreadable(let what): "unreadable: \(what)"
            case .noInvoice: "no invoice number"
            case .price: "price is not above 0"
            case .quantity: "quantity is not above 0 and this is no cancellation"
            }
        }
    }

    init(_ fields: [String]?) throws(Refusal) {
        guard let fields else { throw .unreadable("a quote is out of place, or the text is not UTF-8") }
        guard fields.count == Self.columns.count else { throw .unreadable("\(fields.count) fields, \(Self.columns.count) are needed") }
        invoice = fields[0].trimmed
        guard !invoice.isEmpty else { throw .noInvoice }
        stockCode = fields[1].trimmed
        guard !stockCode.isEmpty else { throw .unreadable("StockCode is empty") }
        guard let quantity = Int64(fields[3].trimmed), quantity.magnitude <= 1_000_000_000 else {
            throw .unreadable("Quantity is no whole number")
        }
        guard let time = RetailTime.unixSeconds(fields[4].trimmed) else { throw .unreadable("InvoiceDate is not like 2010-12-01 08:26:00") }
        guard let price = Micros.parse(fields[5].trimmed) else { throw .unreadable("UnitPrice is no number") }
        guard let customer = Self.customer(fields[6].trimmed) else { throw .unreadable("CustomerID is no whole number") }
        guard price > 0 else { throw .price }
        guard quantity > 0 || invoice.hasPrefix("C") else { throw .quantity }
        self.quantity = quantity
        self.time = time
        priceMicros = price
        self.customer = customer
        country = fields[7].trimmed
    }

    /// `17850.0` and `17850` are the same customer; spreadsheets write the former.
    static func customer(_ text: String) -> String? {
        let digits = text.hasSuffix(".0") ? text.dropLast(2) : text[...]
        return digits.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? String(digits) : nil
    }
}

extension String {
    /// Without white space at either end.
    var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
