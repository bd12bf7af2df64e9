import Glibc

/// What every connected socket of HTTP/2 is set to.
enum ConnectedSocket {
    /// Seconds without a byte after which the kernel asks whether the peer is still there, seconds between its tries, and how many it makes.
    private static let (idleSeconds, tryAgainSeconds, triesMax): (Int32, Int32, Int32) = (20, 5, 3)
    /// Milliseconds that what was sent may go unacknowledged.
    private static let unacknowledgedMillisecondsMax: Int32 = 30_000

    /// Sends at once, and finds out within a minute that the other machine has gone without a word: a write into the kernel's buffer
    /// would look like success for a quarter of an hour.
    static func configure(_ descriptor: Int32) {
        set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        set(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1)
        set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPIDLE, idleSeconds)
        set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPINTVL, tryAgainSeconds)
        set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPCNT, triesMax)
        set(descriptor, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, unacknowledgedMillisecondsMax)
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}
