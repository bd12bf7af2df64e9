import Testing

@testable import Stratum

@Suite("Made-up customers") struct CustomerSynthesisTests {
    private static let customers = (12_000..<14_000).map { CustomerSynthesis.customer("\($0)") }

    @Test func `the same number is always the same person`() {
        let agent =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
        let person = Customer(
            id: "17850", email: "vera.young.17850@example.com", phone: "+447700900833", firstName: "Vera", lastName: "Young",
            postalCode: "BS12 4UH", ipAddress: "203.0.113.177", userAgent: agent)
        #expect(CustomerSynthesis.customer("17850") == person)
    }

    @Test func `numbers are spread over names, addresses and phones`() {
        #expect(Set(Self.customers.map { $0.firstName + " " + $0.lastName }).count > 400)
        #expect(Set(Self.customers.map(\.phone)).count > 700)
        #expect(Set(Self.customers.map(\.ipAddress)).count > 600)
        #expect(Set(Self.customers.map(\.userAgent)).count == 3)
    }

    @Test func `e-mail addresses are at example.com (RFC 2606), one for each`() {
        #expect(Self.customers.allSatisfy { $0.email.wholeMatch(of: /[a-z]+\.[a-z]+\.[0-9]+@example\.com/) != nil })
        #expect(Set(Self.customers.map(\.email)).count == Self.customers.count)
    }

    @Test func `phone numbers are of the range that Ofcom keeps for drama`() {
        #expect(Self.customers.allSatisfy { $0.phone.wholeMatch(of: /\+447700900[0-9]{3}/) != nil })
    }

    @Test func `IP addresses are hosts of the blocks for documentation (RFC 5737)`() {
        for customer in Self.customers {
            let parts = customer.ipAddress.split(separator: ".")
            #expect(["192.0.2", "198.51.100", "203.0.113"].contains(parts.dropLast().joined(separator: ".")))
            #expect(parts.last.flatMap { Int($0) }.map { (1...254).contains($0) } == true)
        }
    }

    @Test func `postal codes have the form of British ones`() {
        #expect(Self.customers.allSatisfy { $0.postalCode.wholeMatch(of: /[A-Z]{1,2}[0-9]{1,2} [1-9][A-Z]{2}/) != nil })
    }
}
