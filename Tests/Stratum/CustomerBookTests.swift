import Testing

@testable import Stratum

@Suite("Customer books") struct CustomerBookTests {
    @Test func `what is written is read again`() throws {
        var customers = ["17850", "9", "12345"].map(CustomerSynthesis.customer)
        customers.append(
            Customer(
                id: "10", email: "a@example.com", phone: "+447700900000", firstName: "O\"Neill, \"Jo\"", lastName: "Two\nlines",
                postalCode: "",
                ipAddress: "192.0.2.1", userAgent: "é\r\n"))
        let book = try CustomerBook(Array(CustomerBook(customers).text.utf8))
        #expect(book.customers.count == customers.count)
        for customer in customers { #expect(book[customer.id] == customer) }
        #expect(book["1"] == nil)
    }

    @Test func `customers are written in the order of their numbers, whatever order they came in`() {
        let customers = ["100", "20", "3"].map(CustomerSynthesis.customer)
        let text = CustomerBook(customers).text
        #expect(text.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } } == ["3", "20", "100"])
        #expect(CustomerBook(customers.reversed()).text == text)
    }

    @Test(arguments: [
        ("", "the first line must be CustomerID,Email,Phone,FirstName,LastName,PostalCode,IPAddress,UserAgent"),
        ("id,mail\n", "the first line must be CustomerID,Email,Phone,FirstName,LastName,PostalCode,IPAddress,UserAgent"),
        (Self.header + "1,2\n", "line 2 does not have the 8 fields of the header"),
        (Self.header + "1,a,b,c,d,e,f,g\n,a,b,c,d,e,f,g\n", "line 3 does not have the 8 fields of the header"),
        (Self.header + "1,\"a,b,c,d,e,f,g\n", "line 2 does not have the 8 fields of the header"),
    ])
    func `another file is refused with the line that is wrong`(text: String, sentence: String) {
        let failure = #expect(throws: CustomerBook.Failure.self) { try CustomerBook(Array(text.utf8)) }
        #expect(failure?.description == sentence)
    }

    private static let header = "CustomerID,Email,Phone,FirstName,LastName,PostalCode,IPAddress,UserAgent\n"
}
