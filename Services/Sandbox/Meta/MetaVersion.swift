/// A version of the Graph API, as it stands in a path: `v25.0`.
struct MetaVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    let major: Int
    let minor: Int

    init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    init?(_ text: Substring) {
        let parts = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        let isPlain = text.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        guard text.hasPrefix("v"), isPlain, parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]) else { return nil }
        self.init(major: major, minor: minor)
    }

    var description: String { "v\(major).\(minor)" }

    static func < (one: MetaVersion, other: MetaVersion) -> Bool { (one.major, one.minor) < (other.major, other.minor) }
}
