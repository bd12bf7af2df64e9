import CMicroHTTPD

/// One request on its way in and its answer on the way out. Confined to the thread of its connection, but for `isResumed`,
/// which is written while the connection is suspended.
///
/// *Valid*: its connection's context holds it from the request line until the request has ended.
final class HTTPExchange: @unchecked Sendable {
    enum Stage {
        case head
        case body
        case delayed
        case answered
    }

    let target: String
    var stage = Stage.head
    var body: [UInt8] = []
    var response: HTTPServerResponse?

    init(target: String) { self.target = target }

    /// The headers of the request, copied.
    static func headers(of connection: OpaquePointer) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        withUnsafeMutablePointer(to: &headers) { headers in
            _ = MHD_get_connection_values_n(
                connection, .HEADER_KIND,
                { context, _, name, nameLength, value, valueLength in
                    let headers = context!.assumingMemoryBound(to: [(name: String, value: String)].self)
                    headers.pointee.append((HTTPExchange.text(name, nameLength), HTTPExchange.text(value, valueLength)))
                    return .YES
                }, headers)
        }
        return headers
    }

    private static func text(_ bytes: UnsafePointer<CChar>?, _ length: Int) -> String {
        String(decoding: UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : length), as: UTF8.self)
    }
}
