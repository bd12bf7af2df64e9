import FoundationEssentials
import Operations

extension ServiceClock {
    /// Business time, to the microsecond.
    var date: Date { Date(timeIntervalSince1970: Double(unixMicroseconds()) / 1_000_000) }
}
