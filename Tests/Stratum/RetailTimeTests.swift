import Testing

@testable import Stratum

@Suite("Times of retail files") struct RetailTimeTests {
    @Test(arguments: [
        ("1970-01-01 00:00:00", 0), ("1969-12-31 23:59:59", -1), ("2010-12-01 08:26:00", 1_291_191_960),
        ("2010-12-01T08:26:00", 1_291_191_960),
        ("2000-02-29 23:59:59", 951_868_799), ("2100-03-01 00:00:00", 4_107_542_400),
    ])
    func `a time is taken as UTC`(text: String, seconds: Int64) {
        #expect(RetailTime.unixSeconds(text) == seconds)
    }

    @Test(arguments: [
        "", "2010-12-01", "2010-12-01 08:26", "2010-12-01 8:26:00", "01/12/2010 08:26:00", "2010-13-01 00:00:00", "2010-00-01 00:00:00",
        "2010-02-29 00:00:00", "1900-02-29 00:00:00", "2010-04-31 00:00:00", "2010-12-00 00:00:00", "2010-12-01 24:00:00",
        "2010-12-01 23:60:00", "2010-12-01 23:59:60", "2010-12-01 08:26:00Z", "2010-12-01 08:26:0a", "-010-12-01 08:26:00",
    ])
    func `what is no such time is refused`(text: String) {
        #expect(RetailTime.unixSeconds(text) == nil)
    }
}
