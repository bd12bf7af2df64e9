import Foundation
import Operations

/// What one measurement came to.
struct LoadRun {
    /// Which measurement, the same in every round.
    let name: String
    /// Events a second that were to be sent; nil when as many as were answered.
    let target: Double?
    var tally = CallTally()
    /// Seconds that were measured.
    var seconds = 0.0
    /// Events a second that the platform took while they were sent; nil where nothing is delivered.
    var deliveredPerSecond: Double?
    /// Events a second, from the first call to the moment when the last of them was delivered and its delivery written down.
    var wholePerSecond: Double?
    /// Requests that the platform was sent over the whole run.
    var platformRequests = 0
    /// Events that it was sent, and those of them that it had before.
    var platformEvents = 0
    var sentAgain = 0
    /// From the intended send time to the moment when the platform took the event.
    var deliveryLatencies = LatencyHistogram()
    /// Processor seconds of each process in the measured time, and its events.
    var processorSeconds: [String: Double] = [:]
    /// Cores that were busy with what has nothing to do with the measurement: it disturbed, and this says how much.
    var coresOfOthers = 0.0
    /// The most resident memory that each process was seen with, MiB.
    var residentMebibytes: [String: Double] = [:]

    var acceptedPerSecond: Double { seconds > 0 ? Double(tally.acceptedEvents) / seconds : 0 }

    /// Events in one request to the platform, on average; nil where nothing is delivered.
    var eventsPerRequest: Double? { platformRequests > 0 ? Double(platformEvents) / Double(platformRequests) : nil }

    /// A sum over the measured time, for each event accepted in it.
    func perEvent(_ sum: Double) -> Double { sum / Double(max(1, tally.acceptedEvents)) }

    /// One line for who waits.
    var summary: String {
        let milliseconds = Double(tally.latencies.quantileNanoseconds(0.99)) / 1e6
        let delivered = deliveredPerSecond.map { String(format: ", %.0f delivered/s", $0) } ?? ""
        let again = sentAgain > 0 ? ", \(sentAgain) sent again" : ""
        return String(format: "%@: %.0f accepted/s, p99 %.1f ms, ", name, acceptedPerSecond, milliseconds)
            + String(format: "%.1f cores of others", coresOfOthers) + delivered + again
    }
}
