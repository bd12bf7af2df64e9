import Messages
import Operations
import RPC

/// What became of the calls of one run's measured time.
struct CallTally {
    /// From the intended send time to the reply, of calls that were due in the measured time and answered with OK.
    private(set) var latencies = LatencyHistogram()
    /// Events whose acceptance was learned in the measured time.
    private(set) var acceptedEvents = 0
    /// Events of calls that were answered with OK, but not accepted: none is expected.
    private(set) var otherEvents = 0
    /// Refused calls by gRPC code.
    private(set) var refusedCalls: [String: Int] = [:]
    /// Calls that were due while too many others were under way: the client's own limit, reached.
    private(set) var droppedCalls = 0

    mutating func record(nanoseconds: UInt64) { latencies.record(nanoseconds: nanoseconds) }

    mutating func record(accepted: Int, of count: Int) {
        acceptedEvents += accepted
        otherEvents += count - accepted
    }

    mutating func record(_ error: any Error) {
        refusedCalls[(error as? RPCError)?.code.description ?? "\(error)", default: 0] += 1
    }

    mutating func recordDrop() { droppedCalls += 1 }

    /// What went wrong, in words; a dash when nothing did.
    var troubles: String {
        var words = refusedCalls.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        if droppedCalls > 0 { words.append("\(droppedCalls) dropped by the client") }
        if otherEvents > 0 { words.append("\(otherEvents) events not accepted") }
        return words.isEmpty ? "–" : words.joined(separator: ", ")
    }
}
