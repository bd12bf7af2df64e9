import Testing

@testable import Identity

@Suite("Peer group")
struct PeerGroupTests {
    @Test(arguments: [
        ("192.0.2.1:4711", "192.0.2.1:4712"), ("192.0.2.1:4711", "192.0.2.1"), ("192.0.2.1:1", "[::ffff:192.0.2.1]:1"),
        ("[2001:db8:1:2::1]:80", "[2001:db8:1:2:ffff::9]:81"), ("[fe80::1%eth0]:1", "[fe80::2]:1"), ("", "unix"),
    ])
    func `are one`(one: String, other: String) {
        #expect(PeerGroup(peer: one) == PeerGroup(peer: other))
    }

    @Test(arguments: [
        ("192.0.2.1:4711", "192.0.2.2:4711"), ("[2001:db8:1:2::1]:80", "[2001:db8:1:3::1]:80"), ("192.0.2.1:1", "[2001:db8::1]:1"),
    ])
    func `are two`(one: String, other: String) {
        #expect(PeerGroup(peer: one) != PeerGroup(peer: other))
    }
}
