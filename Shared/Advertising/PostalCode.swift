/// The two forms of a postal code that platforms take.
enum PostalCode {
    /// `code` is lower-case without spaces. The short form has five digits in the US, the whole form all of it; neither has dashes. Nil
    /// when nothing is left.
    ///
    /// Without a country, five digits and a dash are taken for the US's ZIP+4.
    static func forms(_ code: UnsafeBufferPointer<UInt8>, in country: Country?) -> (short: [UInt8], whole: [UInt8])? {
        let dash = UInt8(ascii: "-")
        let whole = code.filter { $0 != dash }
        guard !whole.isEmpty else { return nil }
        let startsWithFive = code.count >= 5 && code.prefix(5).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let isZIP = startsWithFive && (country == .unitedStates || country == nil && code.count > 5 && code[5] == dash)
        return (isZIP ? Array(whole.prefix(5)) : whole, whole)
    }
}
