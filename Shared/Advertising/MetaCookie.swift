/// The cookies that Meta's pixel sets: `fb.<subdomain index>.<creation time in milliseconds>.<value>`.
package enum MetaCookie {
    static let clickIDReason = "not of the form fb.1.<milliseconds>.<fbclid>"
    static let browserIDReason = "not of the form fb.1.<milliseconds>.<number>"

    /// `_fbc` for a click id that came in a page's address, when there was no cookie: index 1, and the time at which it was first seen.
    package static func clickID(_ fbclid: String, seenAtUnixMilliseconds milliseconds: Int64) -> String {
        "fb.1.\(milliseconds).\(fbclid)"
    }

    /// Whether a text is a `_fbc`. The case of its click id matters and is kept.
    static func isClickID(_ text: String) -> Bool {
        guard let value = value(text) else { return false }
        return value.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    static func isBrowserID(_ text: String) -> Bool {
        guard let value = value(text) else { return false }
        return value.count <= 20 && value.allSatisfy(isDigit)
    }

    /// The last part, when the parts before it are right. Meta's libraries may add a part of their own behind a browser id's number.
    private static func value(_ text: String) -> Substring.UTF8View? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].elementsEqual("fb".utf8), (1...2).contains(parts[1].count), parts[1].allSatisfy(isDigit),
            (10...16).contains(parts[2].count), parts[2].allSatisfy(isDigit), !parts[3].isEmpty
        else { return nil }
        return Substring(parts[3]).utf8
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
