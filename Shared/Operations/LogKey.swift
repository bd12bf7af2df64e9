/// The name of a field in a log line or a span. All of them stand here, so that one thing has one name everywhere.
///
/// There is no key for a person's data, and there must not be one.
package struct LogKey: Sendable, Hashable {
    package let name: String

    private init(_ name: String) { self.name = name }

    // MARK: Where

    package static let traceID = LogKey("trace_id")
    package static let spanID = LogKey("span_id")
    package static let tenant = LogKey("tenant")
    package static let peer = LogKey("peer")
    package static let address = LogKey("address")
    package static let loop = LogKey("loop")
    package static let version = LogKey("version")

    // MARK: Calls

    package static let rpc = LogKey("rpc")
    package static let code = LogKey("code")
    package static let milliseconds = LogKey("ms")
    package static let caller = LogKey("caller")
    package static let requestBytes = LogKey("request_bytes")
    package static let responseBytes = LogKey("response_bytes")

    // MARK: Work

    package static let platform = LogKey("platform")
    package static let destination = LogKey("destination")
    package static let delivery = LogKey("delivery")
    package static let event = LogKey("event")
    package static let job = LogKey("job")
    package static let migration = LogKey("migration")
    package static let setting = LogKey("setting")
    package static let attempt = LogKey("attempt")
    package static let count = LogKey("count")
    package static let limit = LogKey("limit")
    package static let state = LogKey("state")
    package static let status = LogKey("status")
    package static let sqlState = LogKey("sqlstate")
    package static let reason = LogKey("reason")
    package static let error = LogKey("error")
    package static let signal = LogKey("signal")
    package static let dropped = LogKey("dropped")
}
