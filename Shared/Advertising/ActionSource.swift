/// Where a conversion happened.
package enum ActionSource: String, Sendable, Hashable, CaseIterable {
    case website, app, email, chat, other
    case phoneCall = "phone_call"
    case physicalStore = "physical_store"
    case systemGenerated = "system_generated"
    case businessMessaging = "business_messaging"

    /// What Meta's Conversions API calls it; its words are ours.
    package var metaName: String { rawValue }
}
