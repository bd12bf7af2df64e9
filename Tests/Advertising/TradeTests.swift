import Testing

@testable import Advertising

@Suite("Words of the trade") struct TradeTests {
    @Test(arguments: [("GBP", 2), ("gbp", 2), (" jpy ", 0), ("BHD", 3), ("CLF", 4), ("XCG", 2), ("ZWG", 2), ("EUR", 2), ("USD", 2)])
    func `currencies have their minor units`(text: String, digits: Int) throws {
        #expect(try #require(Currency(text)).minorUnitDigits == digits)
    }

    @Test(arguments: ["", "GB", "POUND", "XXX", "XTS", "XAU", "ABC", "£", "G BP"]) func `what is no currency is refused`(text: String) {
        #expect(Currency(text) == nil)
    }

    @Test func `the list of currencies is whole`() {
        #expect(Currency.allCodes.count == 170)
        #expect(Currency.allCodes.allSatisfy { Currency($0)?.code == $0 })
    }

    @Test(
        arguments: [
            (99.99, "GBP", "99.99", 9999), (0, "GBP", "0", 0), (100, "JPY", "100", 100), (99.99, "JPY", "99.99", 100),
            (0.1 + 0.2, "EUR", "0.3", 30),
            (-0.5, "USD", "-0.5", -50), (1.005, "USD", "1.005", 101), (12.3456789, "USD", "12.345679", 1235),
            (1e9, "BHD", "1000000000", 1_000_000_000_000),
        ] as [(Double, String, String, Int64)]) func `money is exact to a millionth`(
            major: Double, code: String, decimal: String, minor: Int64
        ) throws
    {
        let currency = try #require(Currency(code))
        let money = try #require(Money(major, currency: currency))
        #expect(money.decimal == decimal)
        #expect(money.minorUnits == minor)
        #expect(Double(money.decimal) == money.major)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e9 + 1, -1e300]) func `what is no amount is refused`(major: Double) throws {
        let pound = try #require(Currency("GBP"))
        #expect(Money(major, currency: pound) == nil)
    }

    /// Every spelling of the countries in the shop data that people try Stratum with.
    @Test(arguments: [
        ("United Kingdom", "GB"), ("France", "FR"), ("Australia", "AU"), ("Netherlands", "NL"), ("Germany", "DE"), ("Norway", "NO"),
        ("EIRE", "IE"),
        ("Switzerland", "CH"), ("Spain", "ES"), ("Poland", "PL"), ("Portugal", "PT"), ("Italy", "IT"), ("Belgium", "BE"),
        ("Lithuania", "LT"),
        ("Japan", "JP"), ("Iceland", "IS"), ("Channel Islands", "JE"), ("Denmark", "DK"), ("Cyprus", "CY"), ("Sweden", "SE"),
        ("Austria", "AT"),
        ("Israel", "IL"), ("Finland", "FI"), ("Bahrain", "BH"), ("Greece", "GR"), ("Hong Kong", "HK"), ("Singapore", "SG"),
        ("Lebanon", "LB"),
        ("United Arab Emirates", "AE"), ("Saudi Arabia", "SA"), ("Czech Republic", "CZ"), ("Canada", "CA"), ("Brazil", "BR"), ("USA", "US"),
        ("Malta", "MT"), ("RSA", "ZA"), ("Korea", "KR"), ("uk", "GB"), ("u.s.", "US"), ("GBR", "GB"), ("deu", "DE"), (" gb ", "GB"),
        ("côte d’ivoire", "CI"), ("Trinidad & Tobago", "TT"), ("Türkiye", "TR"), ("the netherlands", "NL"),
    ]) func `countries are known by code and by name`(text: String, code: String) {
        #expect(Country(text)?.code == code)
    }

    @Test(arguments: ["", "Unspecified", "European Community", "XX", "ZZ", "12", "G", String(repeating: "a", count: 10_000)])
    func `what is no country is refused`(text: String) {
        #expect(Country(text) == nil)
    }

    @Test func `the list of countries is whole and unambiguous`() {
        #expect(Country.allCodes.count == 249)
        for code in Country.allCodes {
            #expect(Country(code)?.code == code)
            #expect(Country(code).flatMap { Country($0.name) }?.code == code)
        }
    }

    @Test(arguments: [
        ("purchase", "purchase", "Purchase", true), ("Purchase", "purchase", "Purchase", true),
        ("AddToCart", "add_to_cart", "AddToCart", true),
        ("add_payment_info", "add_payment_info", "AddPaymentInfo", true),
        ("sign_up", "complete_registration", "CompleteRegistration", true),
        ("page_view", "page_view", "PageView", true), ("view_list", "view_list", "ViewContent", true),
        ("refund", "refund", "Refund", false),
        ("login", "login", "Login", false), ("download", "download", "Download", false),
        ("Spun the Wheel", "Spun the Wheel", "Spun the Wheel", false),
    ]) func `event names have one form here and one at Meta`(text: String, name: String, meta: String, isStandard: Bool) throws {
        let event = try #require(EventName(text))
        #expect(event.name == name)
        #expect(event.meta.name == meta && event.meta.isStandard == isStandard)
        #expect(EventName(event.name) == event)
    }

    /// Meta's standard events.
    @Test func `every generic name is standard at Meta but three`() {
        let standard: Set<String> = [
            "PageView", "ViewContent", "Search", "AddToCart", "AddToWishlist", "InitiateCheckout", "AddPaymentInfo", "Purchase", "Lead",
            "CompleteRegistration", "Subscribe", "StartTrial", "Contact", "Schedule", "SubmitApplication", "FindLocation",
            "CustomizeProduct",
            "Donate",
        ]
        let meta = EventName.Generic.allCases.map { EventName.generic($0).meta }
        #expect(Set(meta.filter(\.isStandard).map(\.name)) == standard)
        #expect(Set(meta.filter { !$0.isStandard }.map(\.name)) == ["Refund", "Download", "Login"])
    }

    @Test(arguments: ["", "  ", "a\u{0}b", "a\nb", String(repeating: "x", count: 51)]) func `what is no event name is refused`(text: String)
    {
        #expect(EventName(text) == nil)
    }

    @Test func `Meta takes a thousand events of a week, or of two months from a shop`() {
        let meta = EventLimits.documented(by: .meta)
        #expect(meta.eventsPerRequest == 1000)
        #expect(meta.ageMax(for: .website) == .seconds(7 * 86_400))
        #expect(meta.ageMax(for: .physicalStore) == .seconds(62 * 86_400))
        #expect(meta.dedupeWindow == .seconds(48 * 3600))
        for platform in Platform.allCases { #expect(EventLimits.documented(by: platform).eventsPerRequest >= 1000) }
    }
}
