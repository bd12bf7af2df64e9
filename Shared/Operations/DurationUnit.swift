/// The unit that ends a setting's name.
enum DurationUnit: String, CaseIterable {
    case milliseconds, seconds, minutes, hours, days

    init?(endOf name: String) {
        guard let unit = Self.allCases.first(where: { name.hasSuffix("_\($0.rawValue.uppercased())") }) else { return nil }
        self = unit
    }

    private var millisecondsEach: Int64 {
        switch self {
        case .milliseconds: 1
        case .seconds: 1000
        case .minutes: 60_000
        case .hours: 3_600_000
        case .days: 86_400_000
        }
    }

    /// That many of the unit; nil when it cannot be held.
    func duration(_ count: Int64) -> Duration? {
        let (milliseconds, overflow) = count.multipliedReportingOverflow(by: millisecondsEach)
        return overflow ? nil : .milliseconds(milliseconds)
    }

    /// How many whole units a duration has.
    func count(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return (seconds * 1000 + attoseconds / 1_000_000_000_000_000) / millisecondsEach
    }
}
