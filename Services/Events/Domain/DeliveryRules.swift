/// When a delivery is tried, tried again, and given up. For one platform; told the time, decides, touches nothing.
struct DeliveryRules: Sendable {
    /// The platform's name in a sentence.
    let platformName: String
    /// For how long after a send the platform recognises its repeat; nil where it always does. After that an unknown outcome stays unknown.
    let dedupeWindow: Duration?
    /// Attempts after which a delivery is given up even when it is not too old.
    let attemptsMax: Int

    // MARK: Before sending

    /// The fate of a delivery that must not be sent any more; nil when it may be.
    ///
    /// `ageMax` is the oldest that the platform takes such an event.
    func fateBeforeSending(_ delivery: DeliveryProgress, ageMax: Duration, now: Moment) -> DeliveryStep? {
        if let unknownSince = delivery.unknownSince, let dedupeWindow, now - unknownSince > dedupeWindow {
            return .settle(
                .unknown,
                reason: "it may have been taken, and a repeat would no longer be recognised by \(platformName); replay sends it again")
        }
        guard now - delivery.eventTime > ageMax else { return nil }
        let days = ageMax.components.seconds / 86_400
        if delivery.unknownSince != nil {
            return .settle(.unknown, reason: "it may have been taken, and is now older than the \(days) days that \(platformName) takes")
        }
        if delivery.acceptedAt - delivery.eventTime > ageMax {
            return .settle(.rejected, reason: "the event was older than the \(days) days that \(platformName) takes when it was accepted")
        }
        return .settle(.dead, reason: "not delivered before the event was older than the \(days) days that \(platformName) takes")
    }

    // MARK: After an attempt

    /// What follows from an attempt that began at `startedAt`.
    ///
    /// `delay` is the backoff after that many attempts, chance included; the platform's own wish counts when it is longer.
    func step(
        after outcome: AttemptOutcome, of delivery: DeliveryProgress, startedAt: Moment, now: Moment, delay: Duration, reason: String
    ) -> DeliveryStep {
        switch outcome {
        case .delivered:
            return .settle(.delivered, reason: nil)
        case .rejected:
            return .settle(.rejected, reason: reason)
        case .retry(let after):
            return retry(delivery, unknownSince: delivery.unknownSince, at: now + max(delay, after ?? .zero), reason)
        case .unknown:
            return retry(delivery, unknownSince: delivery.unknownSince ?? startedAt, at: now + delay, reason)
        case .rateLimited(let after):
            // The lane waits, and the delivery with it: that it was early says nothing against it.
            return .wait(until: now + (after ?? delay), unknownSince: delivery.unknownSince, reason: reason)
        case .credentialsRefused:
            // Due as soon as the lane goes on with other credentials.
            return .wait(until: now, unknownSince: delivery.unknownSince, reason: reason)
        }
    }

    private func retry(_ delivery: DeliveryProgress, unknownSince: Moment?, at moment: Moment, _ reason: String) -> DeliveryStep {
        // Counted on from a replay, which keeps the number of attempts.
        guard (delivery.attempts + 1) % attemptsMax == 0 else { return .wait(until: moment, unknownSince: unknownSince, reason: reason) }
        if unknownSince != nil {
            return .settle(.unknown, reason: "it may have been taken; given up after \(delivery.attempts + 1) attempts: \(reason)")
        }
        return .settle(.dead, reason: "given up after \(delivery.attempts + 1) attempts: \(reason)")
    }
}
