import Glibc

/// Those who are throttled together: one IPv4 address, or one IPv6 network of 64 bits, which is the least that anyone is given.
struct PeerGroup: Hashable, Sendable {
    private let network: [UInt8]

    /// `peer`: an address with its port, `192.0.2.1:4711` or `[2001:db8::1]:4711`. Whatever cannot be understood is one group.
    init(peer: String) {
        var address = peer[...]
        if let colon = address.lastIndex(of: ":"), address[address.index(after: colon)...].allSatisfy(\.isNumber) {
            address = address[..<colon]
        }
        if address.hasPrefix("["), address.hasSuffix("]") { address = address.dropFirst().dropLast() }
        if let zone = address.firstIndex(of: "%") { address = address[..<zone] }
        network = Self.bytes(String(address))
    }

    private static func bytes(_ address: String) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, address, &bytes) == 1 { return Array(bytes[..<4]) }
        guard inet_pton(AF_INET6, address, &bytes) == 1 else { return [] }
        // RFC 4291 §2.5.5.2: an IPv4 address in an IPv6 socket.
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        return isMapped ? Array(bytes[12...]) : Array(bytes[..<8])
    }
}
