/// A platform's answer to one request, classified. It holds for every event of the request.
package struct PlatformAnswer: Sendable, Hashable {
    package var outcome: DeliveryOutcome
    /// 0 when there was no answer.
    package var httpStatus: Int = 0
    /// The platform's error code and subcode, e.g. `100/2804003`; empty when there is none.
    package var platformCode: String = ""
    /// The answer as received, at most `bodyBytesMax` of it, without the token.
    package var body: String = ""
    package var latency: Duration = .zero
    /// Whether the request was refused because of what some of its events hold: then splitting it saves the others.
    package var isRefusalOfEvents = false
    /// Places in the request of the events that the platform blames.
    package var blamedEvents: [Int] = []
    /// How much of the allowed calls is used up, in percent, when the platform says.
    package var usagePercent: Int?

    /// Bytes of an answer that are kept for the delivery log.
    package static let bodyBytesMax = 4096

    package init(outcome: DeliveryOutcome) { self.outcome = outcome }
}
