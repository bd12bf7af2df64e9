/// Makes up a person for a customer number: always the same one for the same number, and never a real one.
///
/// E-mail addresses are at example.com (RFC 2606), phone numbers from the range that Ofcom keeps for drama (07700 900000 to 900999),
/// IP addresses from the documentation blocks (RFC 5737).
enum CustomerSynthesis {
    static func customer(_ id: String) -> Customer {
        var draw = Draw(seed: id)
        let first = firstNames[draw.below(firstNames.count)]
        let last = lastNames[draw.below(lastNames.count)]
        let block = documentationBlocks[draw.below(documentationBlocks.count)]
        let number = draw.below(1000)
        let digits = String(repeating: "0", count: 3 - "\(number)".count) + "\(number)"
        return Customer(
            id: id, email: "\(first).\(last).\(id)@example.com".lowercased(), phone: "+447700900\(digits)", firstName: first,
            lastName: last,
            postalCode: postalCode(&draw), ipAddress: "\(block).\(draw.below(254) + 1)", userAgent: userAgents[draw.below(userAgents.count)]
        )
    }

    private static func postalCode(_ draw: inout Draw) -> String {
        let letters = Array("ABDEFGHJLNPQRSTUWXYZ")
        let area = postalAreas[draw.below(postalAreas.count)]
        return "\(area)\(draw.below(20) + 1) \(draw.below(9) + 1)\(letters[draw.below(letters.count)])\(letters[draw.below(letters.count)])"
    }

    /// Numbers that depend on the seed alone (FNV-1a, then SplitMix64).
    private struct Draw {
        private var state: UInt64

        init(seed: String) {
            state = seed.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        }

        mutating func below(_ limit: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((value ^ (value >> 31)) % UInt64(limit))
        }
    }

    private static let documentationBlocks = ["192.0.2", "198.51.100", "203.0.113"]
    private static let postalAreas = ["AB", "B", "BS", "CF", "EH", "G", "LS", "M", "NE", "SW", "SE", "W"]
    private static let firstNames = [
        "Ada", "Alan", "Amina", "Beatrice", "Charles", "Dorothy", "Edith", "Farid", "Grace", "Hedy", "Imran", "Joan", "Katherine", "Lise",
        "Mary", "Noor", "Olive", "Priya", "Rosalind", "Samuel", "Tariq", "Ursula", "Vera", "Winifred",
    ]
    private static let lastNames = [
        "Adams", "Barnes", "Clarke", "Davies", "Evans", "Foster", "Green", "Hughes", "Iqbal", "Jones", "Khan", "Lewis", "Morgan", "Nolan",
        "Owen", "Patel", "Quinn", "Roberts", "Shaw", "Taylor", "Usman", "Vaughan", "Walker", "Young",
    ]
    private static let userAgents = [
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    ]
}
