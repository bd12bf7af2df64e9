/// Everything that is wrong with an event: at least one violation.
struct EventRefusal: Error, Equatable, Sendable {
    let violations: [EventViolation]
}
