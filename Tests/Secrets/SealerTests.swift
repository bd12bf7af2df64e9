import Testing

@testable import Secrets

@Suite("Sealer") struct SealerTests {
    private let context = SealContext(tenant: "tenant-1", purpose: "connections.access_token")

    private func ring(_ lines: String...) throws -> KeyRing { try KeyRing(keyFile: Array(lines.joined().utf8)) }

    @Test(arguments: [0, 1, 31, 200, 5000]) func `what was sealed opens in its context`(count: Int) throws {
        let sealer = Sealer(try ring(KeyRing.randomLine(id: "k1")))
        let plain = RandomBytes.make(count)
        let sealed = sealer.seal(plain, for: context)
        #expect(try sealer.open(sealed, for: context) == plain)
        #expect(sealed != sealer.seal(plain, for: context), "a nonce of its own each time")
        #expect(try sealer.keyID(of: sealed) == "k1")
    }

    @Test(arguments: [
        SealContext(tenant: "tenant-2", purpose: "connections.access_token"),
        SealContext(tenant: "tenant-1", purpose: "connections.refresh_token"),
        SealContext(tenant: "tenant-1connections", purpose: ".access_token"),
        SealContext(tenant: "", purpose: "tenant-1connections.access_token"),
    ]) func `it opens nowhere else`(other: SealContext) throws {
        let sealer = Sealer(try ring(KeyRing.randomLine(id: "k1")))
        let sealed = sealer.seal("token", for: context)
        #expect(throws: SecretsError.notAuthentic(keyID: "k1")) { try sealer.open(sealed, for: other) }
    }

    @Test func `every flipped bit and every cut is noticed`() throws {
        let sealer = Sealer(try ring(KeyRing.randomLine(id: "k1"), KeyRing.randomLine(id: "k2")))
        let sealed = sealer.seal("token", for: context)
        for index in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[index] ^= 1 << UInt8(bit)
                #expect(throws: SecretsError.self) { try sealer.open(changed, for: context) }
            }
            #expect(throws: SecretsError.self) { try sealer.open(Array(sealed[..<index]), for: context) }
        }
    }

    @Test func `keys change without a moment when something cannot be read`() throws {
        let one = KeyRing.randomLine(id: "k1")
        let two = KeyRing.randomLine(id: "k2")
        let before = Sealer(try ring(one))
        let during = Sealer(try ring(two, one))
        let after = Sealer(try ring(two))
        let sealed = before.seal("token", for: context)
        #expect(try during.openText(sealed, for: context) == "token")
        #expect(during.isStale(sealed) && !before.isStale(sealed))
        let again = during.seal(try during.open(sealed, for: context), for: context)
        #expect(!during.isStale(again))
        #expect(try after.openText(again, for: context) == "token")
        #expect(throws: SecretsError.unknownKey(id: "k1")) { try after.open(sealed, for: context) }
    }

    @Test func `the same id with another key is not authentic`() throws {
        let sealed = Sealer(try ring(KeyRing.randomLine(id: "k1"))).seal("token", for: context)
        let other = Sealer(try ring(KeyRing.randomLine(id: "k1")))
        #expect(throws: SecretsError.notAuthentic(keyID: "k1")) { try other.open(sealed, for: context) }
    }

    private static let badFiles: [(String, SecretsError)] = [
        ("", .noKeys), ("# only a comment\n\n", .noKeys), ("k1\n", .malformedKeyLine(1)), ("# x\nk1 ???\n", .malformedKeyLine(2)),
        ("k/1 AAAA\n", .malformedKeyLine(1)), ("k1 AAAA AAAA\n", .malformedKeyLine(1)),
        ("k1 AAAA\n", .wrongKeyLength(id: "k1", bytes: 3, expected: 32)),
    ]

    @Test(arguments: badFiles) func `a bad key file says what is wrong`(text: String, expected: SecretsError) {
        #expect(throws: expected) { try KeyRing(keyFile: Array(text.utf8)) }
    }

    @Test func `a key file may have comments, spaces and other line ends, and no id twice`() throws {
        let line = KeyRing.randomLine(id: "k1")
        let spaced = "# keys\r\n\n  " + line.replacing(" ", with: "\t ").dropLast() + "\r\n"
        #expect(try KeyRing(keyFile: Array(spaced.utf8)).ids == ["k1"])
        #expect(throws: SecretsError.duplicateKey(id: "k1")) { try ring(line, line) }
    }

    @Test func `a keyed hash matches its secret under its key only`() throws {
        let one = KeyRing.randomLine(id: "h1")
        let two = KeyRing.randomLine(id: "h2")
        let hasher = KeyedHasher(try ring(one))
        let secret = Array("secret".utf8)
        let stored = hasher.hash(secret)
        #expect(hasher.matches(secret, stored: stored))
        #expect(stored == hasher.hash(secret))
        #expect(!hasher.matches(Array("Secret".utf8), stored: stored))
        #expect(KeyedHasher(try ring(two, one)).matches(secret, stored: stored))
        #expect(!KeyedHasher(try ring(two)).matches(secret, stored: stored))
        #expect(!KeyedHasher(try ring(KeyRing.randomLine(id: "h1"))).matches(secret, stored: stored))
        for end in stored.indices { #expect(!hasher.matches(secret, stored: Array(stored[..<end]))) }
    }
}
