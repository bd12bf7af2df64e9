import Messages
import Testing

@testable import Stratum

@Suite("Events of retail orders") struct RetailEventTests {
    private static func events(_ lines: String..., shift: Int64 = 0, customers: CustomerBook? = nil) throws -> [EventsV1.ConversionEvent] {
        let text = ([RetailRow.columns.joined(separator: ",")] + lines).joined(separator: "\n")
        return try RetailOrders(Array(text.utf8)).orders.map { RetailEvent.make($0, shift: shift, customers: customers) }
    }

    private static let row = "536365,85123A,LANTERN,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom"

    @Test func `an invoice is a purchase in pounds with its rows as contents`() throws {
        let event = try #require(try Self.events(Self.row, "536365,71053,BOX,2,2010-12-01 08:26:00,3.39,17850.0,United Kingdom").first)
        #expect(event.eventName == "purchase" && event.orderID == "536365" && event.actionSource == .systemGenerated)
        #expect(event.value == 22.08 && event.currency == "GBP")
        #expect(event.eventTime?.seconds == 1_291_191_960 && event.eventTime?.nanos == 0)
        #expect(event.contents.map(\.id) == ["85123A", "71053"])
        #expect(event.contents.map(\.quantity) == [6, 2])
        #expect(event.contents.map(\.itemPrice) == [2.55, 3.39])
    }

    @Test func `a cancelled invoice is a refund with a positive value and quantity`() throws {
        let event = try #require(try Self.events("C536379,D,Discount,-1,2010-12-01 09:41:00,27.50,14527.0,United Kingdom").first)
        #expect(event.eventName == "refund" && event.orderID == "C536379")
        #expect(event.value == 27.5)
        #expect(event.contents.map(\.quantity) == [1])
    }

    @Test func `the id is made from the invoice alone, so that a second import is recognised`() throws {
        let ids = try [
            Self.events(Self.row), Self.events(Self.row, shift: 86_400),
            Self.events(Self.row, customers: CustomerBook([CustomerSynthesis.customer("17850")])),
        ].map { $0.map(\.eventID) }
        #expect(ids == [["invoice-536365"], ["invoice-536365"], ["invoice-536365"]])
    }

    @Test func `a purchase and its cancellation are two events`() throws {
        let ids = try Self.events(Self.row, "C536365,85123A,LANTERN,-6,2010-12-01 08:30:00,2.55,17850.0,United Kingdom").map(\.eventID)
        #expect(Set(ids).count == 2)
    }

    @Test(arguments: [0, 1, -1, 473_385_600])
    func `the shift is added to the time`(shift: Int64) throws {
        #expect(try Self.events(Self.row, shift: shift).map { $0.eventTime?.seconds } == [1_291_191_960 + shift])
    }

    @Test(arguments: [
        ("United Kingdom", "GB"), ("EIRE", "IE"), ("USA", "US"), ("Unspecified", ""), ("European Community", ""), ("", ""),
    ])
    func `a country that is none is left out`(name: String, code: String) throws {
        let events = try Self.events("1,A,x,1,2010-12-01 08:00:00,1,7,\(name)")
        #expect(events.map { $0.userData?.country } == [code])
    }

    @Test func `without a customer book the shop's number is all that is known`() throws {
        var user = EventsV1.UserData()
        user.externalID = "17850"
        user.country = "GB"
        #expect(try Self.events(Self.row).map(\.userData) == [user])
    }

    @Test func `a customer book says who it was, and nothing of those who are not in it`() throws {
        let customer = CustomerSynthesis.customer("17850")
        let events = try Self.events(
            Self.row, "2,A,x,1,2010-12-01 08:00:00,1,99,France", "3,A,x,1,2010-12-01 08:00:00,1,,France",
            customers: CustomerBook([customer]))
        let user = try #require(events[0].userData)
        #expect(user.email == customer.email && user.phone == customer.phone && user.postalCode == customer.postalCode)
        #expect(user.firstName == customer.firstName && user.lastName == customer.lastName)
        #expect(user.clientIPAddress == customer.ipAddress && user.clientUserAgent == customer.userAgent)
        #expect(events.dropFirst().map { $0.userData?.email } == ["", ""])
        #expect(events.map { $0.userData?.externalID } == ["17850", "99", ""])
    }
}
