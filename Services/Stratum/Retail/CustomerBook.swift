/// Customers by their number.
struct CustomerBook {
    private(set) var customers: [String: Customer] = [:]

    /// Why a file cannot be read.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads a file as `stratum customers synthesize` writes it. Strict: a book is made by a program.
    init(_ bytes: [UInt8]) throws(Failure) {
        var reader = CSVReader(bytes)
        guard let header = reader.next()?.fields, header == Customer.columns else {
            throw Failure(description: "the first line must be \(Customer.columns.joined(separator: ","))")
        }
        while let record = reader.next() {
            guard let fields = record.fields, fields.count == Customer.columns.count, !fields[0].isEmpty else {
                throw Failure(description: "line \(record.line) does not have the \(Customer.columns.count) fields of the header")
            }
            customers[fields[0]] = Customer(
                id: fields[0], email: fields[1], phone: fields[2], firstName: fields[3], lastName: fields[4], postalCode: fields[5],
                ipAddress: fields[6], userAgent: fields[7])
        }
    }

    init(_ customers: [Customer]) {
        for customer in customers { self.customers[customer.id] = customer }
    }

    subscript(id: String) -> Customer? { customers[id] }

    /// The file's text, customers by number.
    var text: String {
        let rows = customers.values.sorted { ($0.id.count, $0.id) < ($1.id.count, $1.id) }.map(\.fields)
        return ([Customer.columns] + rows).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
    }

    private static func quoted(_ field: String) -> String {
        guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
