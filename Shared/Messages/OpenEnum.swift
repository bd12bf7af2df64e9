/// A proto3 enum: numbers that the proto does not name are kept.
package protocol OpenEnum: Hashable, Sendable, CaseIterable, ImplicitJSONValue {
    /// The full proto name, e.g. `stratum.events.v1.DeliveryStatus`.
    static var fullName: String { get }
    /// The value with this number; never fails.
    init(rawValue: Int32)
    /// The number.
    var rawValue: Int32 { get }
    /// The value with this proto name, e.g. `DELIVERY_STATUS_PENDING`.
    init?(protoName: String)
    /// The proto name; nil for a number that the proto does not name.
    var protoName: String? { get }
}
