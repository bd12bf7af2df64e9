/// How many entries a page has: 100 when the caller does not say, 1000 at most.
struct PageSize: Equatable, Sendable {
    let count: Int

    static let preset = 100
    static let countMax = 1000

    /// More than the most is cut to it; less than nothing is refused.
    init(_ wanted: Int32, field: String) throws(FieldRefusal) {
        guard wanted >= 0 else { throw FieldRefusal(field: field, description: "must not be negative") }
        count = wanted == 0 ? Self.preset : min(Int(wanted), Self.countMax)
    }
}
