import Testing

@testable import Stratum

@Suite("Millionths") struct MicrosTests {
    @Test(arguments: [
        ("0", 0), ("1", 1_000_000), ("2.55", 2_550_000), ("-11062.06", -11_062_060_000), ("0.000001", 1), ("-0.000001", -1),
        ("007", 7_000_000),
        ("999999999999.999999", 999_999_999_999_999_999),
    ])
    func `a decimal number is read exactly`(text: String, micros: Int64) {
        #expect(Micros.parse(text) == micros)
    }

    @Test(arguments: [
        "", "-", ".", ".5", "5.", "+1", "1e3", "1,5", " 1", "1 ", "--1", "1.2.3", "0.0000001", "1000000000000", "NaN", "٣",
    ])
    func `what is no such number is refused`(text: String) {
        #expect(Micros.parse(text) == nil)
    }

    @Test(arguments: [(2_550_000, 2.55), (-1, -0.000001), (0, 0)])
    func `a value is the nearest number of whole units`(micros: Int64, value: Double) {
        #expect(Micros.value(micros) == value)
    }
}
