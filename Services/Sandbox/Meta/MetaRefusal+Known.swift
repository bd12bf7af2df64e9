/// The errors of the contract. Which of the subcodes 2804001 to 2804048 stands for which mistake is not published, so the pairing is the
/// sandbox's own, and no sender may rest on it.
extension MetaRefusal {
    // MARK: The caller

    static let tokenMissing = MetaRefusal(code: 190, message: "An access token is required to request this resource.")

    static let tokenInvalid = MetaRefusal(
        code: 190, subcode: 467, message: "Error validating access token: the access token is not valid any more or never was.")

    static let tokenExpired = MetaRefusal(
        code: 190, subcode: 463, message: "Error validating access token: Session has expired. The current time is after its end.")

    // MARK: The platform's own trouble

    static let unavailable = MetaRefusal(
        code: 2, status: 500, isTransient: true, message: "(#2) Service temporarily unavailable")

    static let rateLimited = MetaRefusal(
        code: 4, status: 429, isTransient: true, message: "(#4) Application request limit reached")

    // MARK: The path

    static func noSuchObject(_ id: String, _ verb: String) -> MetaRefusal {
        MetaRefusal(
            code: 100, subcode: 33, type: "GraphMethodException",
            message:
                "Unsupported \(verb) request. Object with ID '\(id)' does not exist, cannot be loaded due to missing permissions, or does "
                + "not support this operation.")
    }

    static func unknownPath(_ path: String) -> MetaRefusal { MetaRefusal(code: 2500, message: "Unknown path components: \(path)") }

    static func retiredVersion(newest: MetaVersion) -> MetaRefusal {
        MetaRefusal(code: 2635, message: "(#2635) You are calling a deprecated version of the Ads API. Please update to \(newest).")
    }

    static func noSuchField(_ field: String, on type: String) -> MetaRefusal {
        MetaRefusal(code: 100, message: "(#100) Tried accessing nonexisting field (\(field)) on node type (\(type))")
    }

    // MARK: The request

    static func invalid(_ message: String, _ blame: [Step] = []) -> MetaRefusal {
        MetaRefusal(code: 100, message: "(#100) \(message)", blame: blame)
    }

    // MARK: One event

    static func event(_ subcode: Int, _ title: String, _ explanation: String, _ blame: [Step]) -> MetaRefusal {
        MetaRefusal(code: 100, subcode: subcode, message: "Invalid parameter", userTitle: title, userMessage: explanation, blame: blame)
    }

    static func missing(_ blame: [Step], _ field: String) -> MetaRefusal {
        event(2_804_001, "Missing Event Field", "The field \(field) is required.", blame)
    }

    static func malformed(_ expectation: String, _ blame: [Step] = []) -> MetaRefusal {
        event(2_804_007, "Invalid Event Field", "\(expectation).", blame)
    }

    static func missingForWebsite(_ blame: [Step], _ field: String) -> MetaRefusal {
        event(2_804_016, "Missing Website Event Field", "A website event needs \(field).", blame)
    }

    static func missingForPurchase(_ blame: [Step], _ field: String) -> MetaRefusal {
        event(2_804_017, "Missing Purchase Field", "A purchase needs \(field).", blame)
    }

    static func tooBroad(_ blame: [Step]) -> MetaRefusal {
        event(
            2_804_019, "Too Little Customer Information",
            "The event's customer information parameters are too broad to be matched. Add more of them.", blame)
    }

    static let notHashed = event(
        2_804_048, "Customer Information Is Not Hashed", "A SHA-256 digest of 64 lower-case hexadecimal digits is needed.", [])

    static func tooOld(_ blame: [Step], days: Int64) -> MetaRefusal {
        event(
            2_804_003, "Event Timestamp Too Old",
            "The timestamp is too far in the past: send events that are not older than \(days) days. No event of this request was taken.",
            blame)
    }
}
