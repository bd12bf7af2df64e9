/// What a platform takes: sizes, ages, windows. A value, so that configuration can say otherwise when a platform changes its mind.
package struct EventLimits: Sendable, Hashable {
    /// Events in one request.
    package var eventsPerRequest: Int
    /// The oldest event it takes.
    package var ageMax: Duration
    /// The oldest event from a physical shop, or loaded from other offline sources.
    package var offlineAgeMax: Duration
    /// How long the platform drops a second event of the same name and id; nil where it does so for ever.
    ///
    /// A send whose outcome is unknown may be repeated inside of it only.
    package var dedupeWindow: Duration?

    package init(eventsPerRequest: Int, ageMax: Duration, offlineAgeMax: Duration, dedupeWindow: Duration?) {
        precondition(eventsPerRequest > 0 && ageMax > .zero && offlineAgeMax >= ageMax, "limits of a platform are positive")
        self.eventsPerRequest = eventsPerRequest
        self.ageMax = ageMax
        self.offlineAgeMax = offlineAgeMax
        self.dedupeWindow = dedupeWindow
    }

    /// The limits that the platform documents.
    package static func documented(by platform: Platform) -> EventLimits {
        switch platform {
        case .meta: EventLimits(eventsPerRequest: 1000, ageMax: days(7), offlineAgeMax: days(62), dedupeWindow: days(2))
        case .google: EventLimits(eventsPerRequest: 2000, ageMax: days(90), offlineAgeMax: days(90), dedupeWindow: nil)
        case .tiktok: EventLimits(eventsPerRequest: 1000, ageMax: days(7), offlineAgeMax: days(28), dedupeWindow: days(2))
        case .snapchat: EventLimits(eventsPerRequest: 2000, ageMax: days(7), offlineAgeMax: days(7), dedupeWindow: days(2))
        }
    }

    /// The oldest event of that source.
    package func ageMax(for source: ActionSource) -> Duration {
        source == .physicalStore ? offlineAgeMax : ageMax
    }

    private static func days(_ count: Int) -> Duration { .seconds(86_400 * count) }
}
