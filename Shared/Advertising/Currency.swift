/// A currency of ISO 4217.
package struct Currency: Sendable, Hashable, CustomStringConvertible {
    /// Three capital letters.
    package let code: String
    /// Digits after the point in amounts of the smallest unit: 2 for GBP, 0 for JPY, 3 for BHD.
    package let minorUnitDigits: Int

    /// Nil for what is no currency. Either case, white space around it allowed.
    package init?(_ text: String) {
        let isPlain = text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        let code = isPlain ? text : text.trimmingWhitespace.uppercased()
        guard let digits = Self.digitsByCode[code] else { return nil }
        self.code = code
        minorUnitDigits = digits
    }

    package var description: String { code }

    /// All codes in order.
    package static var allCodes: [String] { digitsByCode.keys.sorted() }

    private static let digitsByCode: [String: Int] = {
        var digits: [String: Int] = [:]
        for (count, codes) in tables {
            for code in codes.split(separator: " ") { digits[String(code)] = count }
        }
        return digits
    }()

    /// ISO 4217, list one, with minor units; what has none there (metals, testing codes, units of account) is no price. Codes that were
    /// withdrawn since 2021 and are still sent by shops (ANG, BGN, CUC, HRK, SLL, ZWL) are taken too.
    private static let tables: [(Int, String)] = [
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (
            2,
            """
            AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF \
            CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK \
            HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR \
            MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP \
            SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER \
            ZAR ZMW ZWG ZWL
            """
        ),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    ]
}
