/// Why an event is not sent: a platform would refuse it, and at some every other event of the request with it.
package struct EventRefusal: Error, Sendable, Hashable {
    /// Constant for one cause, UPPER_SNAKE_CASE.
    package let code: String
    /// One sentence without personal data, no full stop.
    package let reason: String

    package init(code: String, reason: String) {
        self.code = code
        self.reason = reason
    }
}
