import CSodium

/// A generator fit for identifiers, one system call for 124 numbers: ChaCha20 under a key of its own for each
/// refill. A number is wiped when it is given out, so that a look into memory does not show those of before.
///
/// A class because copying a generator would repeat its numbers. *Confined* to one loop or thread.
package final class BufferedRandom: RandomNumberGenerator {
    private static let seedBytes = Int(randombytes_SEEDBYTES)
    private static let wordsPerRefill = 124

    private var words: [UInt64] = []
    private var taken = 0

    package init() {
        Sodium.prepare()
    }

    package func next() -> UInt64 {
        if taken == words.count { refill() }
        defer {
            words[taken] = 0
            taken += 1
        }
        return words[taken]
    }

    private func refill() {
        var seed = RandomBytes.make(Self.seedBytes)
        words = [UInt64](repeating: 0, count: Self.wordsPerRefill)
        randombytes_buf_deterministic(&words, Self.wordsPerRefill * 8, &seed)
        taken = 0
        sodium_memzero(&seed, seed.count)
    }
}
