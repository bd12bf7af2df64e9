/// One stage of an event's way, as it went.
struct StageRecord: Equatable, Sendable {
    let stage: DeliveryStage
    /// When it ended.
    let at: Moment
    /// What happened, one sentence.
    let note: String
}
