import CSodium

/// libsodium, made ready once for the process.
enum Sodium {
    private static let isReady: Bool = sodium_init() >= 0

    /// Call before anything of libsodium. Cheap after the first time.
    static func prepare() {
        precondition(isReady, "libsodium found no source of randomness")
    }
}
