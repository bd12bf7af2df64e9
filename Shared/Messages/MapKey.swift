/// What the key of a map field may be.
package protocol MapKey: Hashable, Sendable {
    /// The key as the name of a JSON member.
    var jsonKey: String { get }
    /// The key that the name of a JSON member stands for; nil when it stands for none.
    init?(jsonKey: String)
    /// The order in which entries are packed and written.
    static func precedes(_ left: Self, _ right: Self) -> Bool
}

extension MapKey where Self: Comparable {
    package static func precedes(_ left: Self, _ right: Self) -> Bool { left < right }
}

extension MapKey where Self: FixedWidthInteger {
    package var jsonKey: String { String(self) }
    package init?(jsonKey: String) {
        guard let value = Self(jsonKey, radix: 10), !jsonKey.hasPrefix("+") else { return nil }
        self = value
    }
}

extension Int32: MapKey {}
extension Int64: MapKey {}
extension UInt32: MapKey {}
extension UInt64: MapKey {}

extension String: MapKey {
    package var jsonKey: String { self }
    package init?(jsonKey: String) { self = jsonKey }
}

extension Bool: MapKey {
    package var jsonKey: String { self ? "true" : "false" }
    package init?(jsonKey: String) {
        switch jsonKey {
        case "true": self = true
        case "false": self = false
        default: return nil
        }
    }
    package static func precedes(_ left: Bool, _ right: Bool) -> Bool { !left && right }
}
