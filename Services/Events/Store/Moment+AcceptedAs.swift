import FoundationEssentials
import Operations

extension Moment {
    /// The moment in the id of an event's row: when the event was accepted, to the millisecond.
    init(acceptedAs rowID: UUID) {
        self.init(unixMicroseconds: (rowID.unixMilliseconds ?? 0) * 1000)
    }
}
