import Operations

/// The sandbox's settings.
struct SandboxConfiguration: Sendable {
    /// Where the platforms' faces listen, over HTTP/1.1.
    let httpAddress: NetworkAddress
    let threads: Int
    let bodyBytesMax: Int
    /// Where the ledger is kept over restarts; nil keeps it in memory only.
    let ledgerFile: String?
    let ledgerEventsMax: Int
    let ledgerBodyBytesMax: Int
    let pixels: [MetaPixel]

    init(_ environment: Environment) throws(StartError) {
        httpAddress = try environment.address(
            "STRATUM_SANDBOX_HTTP_LISTEN_ADDRESS", default: NetworkAddress(host: "127.0.0.1", port: 7490),
            "Where the platforms' faces listen, over HTTP/1.1.")
        threads = try environment.int("STRATUM_SANDBOX_HTTP_THREADS", default: 2, in: 1...64, "Threads that serve the platforms' faces.")
        bodyBytesMax = try environment.int(
            "STRATUM_SANDBOX_HTTP_BODY_BYTES_MAX", default: 16 << 20, in: 1024...(1 << 30), "Bytes of one request's body.")
        ledgerFile = try environment.optionalString(
            "STRATUM_SANDBOX_LEDGER_FILE", "The file that keeps the ledger over restarts; without it, it is kept in memory only.")
        ledgerEventsMax = try environment.int(
            "STRATUM_SANDBOX_LEDGER_EVENTS_MAX", default: 500_000, in: 1...100_000_000,
            "Events that the ledger remembers; past it the oldest are forgotten.")
        ledgerBodyBytesMax = try environment.int(
            "STRATUM_SANDBOX_LEDGER_BODY_BYTES_MAX", default: 64 << 20, in: 0...(1 << 40),
            "Bytes of events that the ledger remembers; past it the oldest keep their digest only.")
        let pixels = try environment.optionalString(
            "STRATUM_SANDBOX_META_PIXELS", "Meta pixels besides the built-in one: id:name:token, separated by semicolons.")
        let token = try environment.optionalSecret(
            "STRATUM_SANDBOX_META_ACCESS_TOKEN_FILE", "A file with one more token, which opens every pixel of the sandbox's Meta.")
        self.pixels = try Self.pixels(pixels ?? "").map { pixel in token.map { pixel.opened(by: $0.revealText()) } ?? pixel }
    }

    private static func pixels(_ text: String) throws(StartError) -> [MetaPixel] {
        var pixels = [MetaPixel.demo]
        for part in text.split(separator: ";") {
            guard let pixel = MetaPixel(part) else {
                throw .configuration("STRATUM_SANDBOX_META_PIXELS holds an entry that is not id:name:token.")
            }
            pixels.append(pixel)
        }
        return pixels
    }
}
