/// What the sandbox's Meta holds requests to: the contract's numbers, so that tests can choose others.
struct MetaRules: Sendable {
    /// Graph versions that are answered, both ends included; what is older is retired.
    var oldestVersion = MetaVersion(major: 20, minor: 0)
    var newestVersion = MetaVersion(major: 26, minor: 0)
    var eventsPerRequestMax = 1000
    /// The oldest event.
    var ageMaxSeconds: Int64 = 7 * 86_400
    /// The oldest event from a shop.
    var physicalStoreAgeMaxSeconds: Int64 = 62 * 86_400
    /// How far a sender's clock may be ahead.
    var futureMaxSeconds: Int64 = 60
    /// Characters of an event's name.
    var nameCharactersMax = 50
}
