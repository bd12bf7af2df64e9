import FoundationEssentials
import Messages

extension GoogleProtobuf.Timestamp {
    /// To the microsecond, as PostgreSQL keeps it.
    init(_ date: Date) {
        self.init(unixMicroseconds: Int64((date.timeIntervalSince1970 * 1_000_000).rounded()))
    }
}
