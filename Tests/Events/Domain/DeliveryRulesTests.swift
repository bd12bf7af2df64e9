import Testing

@testable import Events

@Suite("Rules of delivery")
struct DeliveryRulesTests {
    private static let now = Moment(unixSeconds: 1_800_000_000)
    private static let week: Duration = .seconds(7 * 86_400)
    private let rules = DeliveryRules(platformName: "Meta", dedupeWindow: .seconds(48 * 3600), attemptsMax: 3)

    private static func progress(
        attempts: Int = 0, unknownFor: Duration? = nil, age: Duration = .zero, acceptedAgo: Duration = .zero
    ) -> DeliveryProgress {
        DeliveryProgress(
            attempts: attempts, unknownSince: unknownFor.map { now - $0 }, eventTime: now - age, acceptedAt: now - acceptedAgo)
    }

    @Test(
        arguments: [
            // A fresh one, and one as old as is just taken.
            (progress(), nil), (progress(age: week), nil),
            // Too old when it came, and become so while it waited.
            (progress(age: week + .seconds(1)), .rejected), (progress(age: week + .seconds(1), acceptedAgo: .seconds(2)), .dead),
            // Perhaps sent: inside the window, outside of it, and too old to be repeated.
            (progress(unknownFor: .seconds(48 * 3600)), nil), (progress(unknownFor: .seconds(48 * 3600 + 1)), .unknown),
            (progress(unknownFor: .seconds(10), age: week + .seconds(1), acceptedAgo: .seconds(20)), .unknown),
        ] as [(DeliveryProgress, DeliveryStatus?)])
    func `what must not be sent has its end`(_ progress: DeliveryProgress, _ expected: DeliveryStatus?) {
        let fate = rules.fateBeforeSending(progress, ageMax: Self.week, now: Self.now)
        switch (fate, expected) {
        case (nil, nil): break
        case (.settle(let status, let reason), .some(let expected)):
            #expect(status == expected)
            #expect(reason?.isEmpty == false)
        default: Issue.record("\(String(describing: fate)) instead of \(String(describing: expected))")
        }
    }

    @Test func `a platform that never forgets has no window`() {
        let rules = DeliveryRules(platformName: "Google Ads", dedupeWindow: nil, attemptsMax: 3)
        let progress = Self.progress(unknownFor: .seconds(5 * 86_400))
        #expect(rules.fateBeforeSending(progress, ageMax: .seconds(90 * 86_400), now: Self.now) == nil)
    }

    private func step(_ outcome: AttemptOutcome, _ progress: DeliveryProgress = progress(), delay: Duration = .seconds(4)) -> DeliveryStep {
        rules.step(
            after: outcome, of: progress, startedAt: Self.now - .seconds(1), now: Self.now, delay: delay, reason: "a reason")
    }

    private func wait(_ seconds: Int, unknownSince: Moment? = nil) -> DeliveryStep {
        .wait(until: Self.now + .seconds(seconds), unknownSince: unknownSince, reason: "a reason")
    }

    @Test func `each outcome leads on`() {
        let sent = Self.now - .seconds(1)
        #expect(step(.delivered) == .settle(.delivered, reason: nil))
        #expect(step(.rejected) == .settle(.rejected, reason: "a reason"))
        #expect(step(.retry(after: nil)) == wait(4))
        #expect(step(.retry(after: .seconds(9))) == wait(9), "the platform asks for longer")
        #expect(step(.retry(after: .seconds(1))) == wait(4), "the backoff is longer")
        #expect(step(.unknown) == wait(4, unknownSince: sent))
        #expect(step(.rateLimited(after: .seconds(30))) == wait(30))
        #expect(step(.rateLimited(after: nil)) == wait(4))
        #expect(step(.credentialsRefused) == wait(0))
    }

    @Test func `the first unknown send is remembered, and forgotten by an answer`() {
        let since = Self.now - .seconds(100)
        let progress = Self.progress(attempts: 1, unknownFor: .seconds(100))
        #expect(step(.unknown, progress) == wait(4, unknownSince: since))
        #expect(step(.retry(after: nil), progress) == wait(4, unknownSince: since))
        #expect(step(.rateLimited(after: nil), progress) == wait(4, unknownSince: since))
        #expect(step(.delivered, progress) == .settle(.delivered, reason: nil))
    }

    @Test func `the last attempt gives up, and a replay begins to count anew`() {
        func status(_ step: DeliveryStep) -> DeliveryStatus? {
            if case .settle(let status, _) = step { status } else { nil }
        }
        #expect(status(step(.retry(after: nil), Self.progress(attempts: 1))) == nil)
        #expect(status(step(.retry(after: nil), Self.progress(attempts: 2))) == .dead)
        #expect(status(step(.unknown, Self.progress(attempts: 2))) == .unknown)
        #expect(status(step(.retry(after: nil), Self.progress(attempts: 2, unknownFor: .seconds(5)))) == .unknown)
        #expect(status(step(.retry(after: nil), Self.progress(attempts: 3))) == nil)
        #expect(status(step(.retry(after: nil), Self.progress(attempts: 5))) == .dead)
        #expect(status(step(.rateLimited(after: nil), Self.progress(attempts: 2))) == nil, "being early is no failure")
        #expect(status(step(.credentialsRefused, Self.progress(attempts: 2))) == nil)
    }

    @Test(arguments: DeliveryStatus.allCases)
    func `the life cycle has no way back but a person's word`(_ status: DeliveryStatus) {
        #expect(!status.successors.contains(status))
        #expect(status.canBeReplayed == [.dead, .unknown].contains(status))
        if status != .pending { #expect(status.successors.isSubset(of: [.pending])) }
    }
}
