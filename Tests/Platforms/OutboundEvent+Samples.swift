import Advertising

@testable import Platforms

/// The time at which the tests stand: 2026-08-01T00:00:00Z.
let testNow: Int64 = 1_785_542_400

extension HashedIdentifiers {
    /// Hashes what is given; the tests give only what is good.
    static func of(_ values: [IdentifierField: String]) throws -> HashedIdentifiers {
        var data = PersonalData()
        for (field, value) in values { data[field] = value }
        return try HashedIdentifiers(hashing: data, now: testNow)
    }
}

extension OutboundEvent {
    /// A purchase that Meta takes.
    static func purchase(id: String = "order-1", identifiers: HashedIdentifiers? = nil) throws -> OutboundEvent {
        OutboundEvent(
            id: id, name: .generic(.purchase), time: testNow - 60,
            identifiers: try identifiers ?? .of([.email: "user@test.com"]),
            value: Currency("GBP").flatMap { Money(99.99, currency: $0) })
    }
}
