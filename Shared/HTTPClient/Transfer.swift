import CCurl
import EventLoop

/// One request and what has come back so far. Confined to the client's loop.
///
/// *Owns* an easy handle while it is under way, and the header list given to it. *Valid*: the easy handle points to the transfer, unretained;
/// the client holds the transfer until the handle is out of the multi handle.
final class Transfer {
    let request: HTTPRequest
    /// Scheme and authority, the key of its connections.
    let host: Substring
    let startedAt: UInt64
    let bodyBytesMax: Int
    let headerBytesMax: Int
    let completion: (Result<HTTPResponse, HTTPFailure>) -> Void

    var handle: UnsafeMutableRawPointer?
    var headerList: UnsafeMutablePointer<curl_slist>?
    var deadline: LoopTimer?

    private(set) var headers = HTTPHeaders()
    private(set) var body: [UInt8] = []
    private(set) var isTooLarge = false
    private var headerBytes = 0
    private var sentBytes = 0

    init(
        _ request: HTTPRequest, host: Substring, startedAt: UInt64, configuration: HTTPClientConfiguration,
        completion: @escaping (Result<HTTPResponse, HTTPFailure>) -> Void
    ) {
        self.request = request
        self.host = host
        self.startedAt = startedAt
        bodyBytesMax = configuration.bodyBytesMax
        headerBytesMax = configuration.headerBytesMax
        self.completion = completion
    }

    // MARK: Called by libcurl

    /// Copies what is left of the body, as much as there is space for.
    func read(into buffer: UnsafeMutablePointer<CChar>, space: Int) -> Int {
        let count = min(space, request.body.count - sentBytes)
        request.body.withUnsafeBytes { bytes in
            UnsafeMutableRawPointer(buffer).copyMemory(from: bytes.baseAddress! + sentBytes, byteCount: count)
        }
        sentBytes += count
        return count
    }

    /// Keeps a piece of the answer's body. False ends the transfer.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        isTooLarge = body.count + bytes.count > bodyBytesMax
        guard !isTooLarge else { return false }
        body.append(contentsOf: bytes)
        return true
    }

    /// Keeps a header line. False ends the transfer.
    func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        headerBytes += bytes.count
        isTooLarge = headerBytes > headerBytesMax
        guard !isTooLarge else { return false }
        if bytes.starts(with: "HTTP/".utf8) {
            // The status line of an interim answer (100 Continue) may have come before.
            headers = HTTPHeaders()
            return true
        }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return true }
        let name = String(decoding: bytes[..<colon], as: UTF8.self)
        headers.append(name, Self.trimmed(bytes[(colon + 1)...]))
        return true
    }

    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        var bytes = bytes
        while let first = bytes.first, isBlank(first) { bytes = bytes.dropFirst() }
        while let last = bytes.last, isBlank(last) { bytes = bytes.dropLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }

    // MARK: Its end

    func duration(until now: UInt64) -> Duration { .nanoseconds(Int64(clamping: now &- startedAt)) }

    /// Whether any byte of the request was handed to the connection.
    var mayHaveArrived: Bool {
        guard let handle else { return false }
        var bytes = 0
        stratum_curl_get_long(handle, CURLINFO_REQUEST_SIZE, &bytes)
        return bytes > 0
    }
}
