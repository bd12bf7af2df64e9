/// An amount of a currency, exact to a millionth of its main unit.
package struct Money: Sendable, Hashable, CustomStringConvertible {
    /// Millionths of the main unit: 99.99 GBP is 99,990,000.
    package let micros: Int64
    package let currency: Currency

    /// The greatest amount either way: what a `Double` still holds to the millionth.
    package static let majorMax = 1e9

    package init(micros: Int64, currency: Currency) {
        self.micros = micros
        self.currency = currency
    }

    /// The nearest millionth; nil for what is no number or beyond `majorMax`.
    package init?(_ major: Double, currency: Currency) {
        guard major.isFinite, major.magnitude <= Self.majorMax else { return nil }
        self.init(micros: Int64((major * 1_000_000).rounded()), currency: currency)
    }

    package var major: Double { Double(micros) / 1_000_000 }

    /// The amount in the currency's smallest unit, halves away from zero: 9999 for 99.99 GBP, 100 for 99.99 JPY.
    package var minorUnits: Int64 {
        var microsEach: Int64 = 1_000_000
        for _ in 0..<currency.minorUnitDigits { microsEach /= 10 }
        let half = microsEach / 2
        return (micros + (micros < 0 ? -half : half)) / microsEach
    }

    /// The amount as a JSON number, without needless zeros: `99.99`, `100`, `-0.5`.
    package var decimal: String {
        let fraction = micros.magnitude % 1_000_000
        var text = "\(micros < 0 ? "-" : "")\(micros.magnitude / 1_000_000)"
        if fraction > 0 {
            let digits = "\(1_000_000 + fraction)".dropFirst()
            text += "." + digits[..<(digits.lastIndex { $0 != "0" }.map(digits.index(after:)) ?? digits.endIndex)]
        }
        return text
    }

    package var description: String { "\(decimal) \(currency)" }
}
