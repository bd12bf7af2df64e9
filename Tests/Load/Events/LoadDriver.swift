import EventLoop
import Messages
import RPC
import Stubs

/// Sends events to the service, and notes what became of each call. *Confined* to its loop.
final class LoadDriver: @unchecked Sendable {
    private let loop: EventLoop
    /// A connection each, taken in turn.
    private let clients: [EventsV1.EventsServiceClient]
    private var factory: EventFactory
    private let batch: Int
    /// The measured time, on the monotonic clock.
    private let measured: Range<UInt64>

    private(set) var tally = CallTally()
    /// When each call was to be sent, by the order of the calls.
    private(set) var intendedTimes: [UInt64] = []
    /// Events accepted from the beginning, warm-up included.
    private(set) var acceptedEvents = 0
    /// Events that the platform took from the beginning; told by who watches.
    var deliveredEvents = 0
    private var callsUnderWay = 0

    /// Past it an open loop drops calls: the client is no endless queue either.
    private static let callsUnderWayMax = 4096
    private static let timeout: Duration = .seconds(10)

    init(loop: EventLoop, clients: [EventsV1.EventsServiceClient], factory: EventFactory, batch: Int, measured: Range<UInt64>) {
        self.loop = loop
        self.clients = clients
        self.factory = factory
        self.batch = batch
        self.measured = measured
    }

    /// Sends until the measured time is over, and returns when every call has its answer.
    func run(_ pace: Pace) async {
        loop.preconditionIsCurrent()
        switch pace {
        case .closed(let calls): await closed(calls, backlogMax: .max)
        case .whole(let calls, let backlogMax): await closed(calls, backlogMax: backlogMax)
        case .open(let rate): await open(interval: UInt64(Double(batch) / rate * 1e9))
        }
    }

    /// When the event with this number was to be sent.
    func intendedTime(ofEvent number: Int) -> UInt64? {
        intendedTimes.indices.contains(number / batch) ? intendedTimes[number / batch] : nil
    }

    private func closed(_ calls: Int, backlogMax: Int) async {
        await withDiscardingTaskGroup { group in
            for _ in 0..<calls {
                group.addTask { [self] in
                    while EventLoop.monotonicNanoseconds() < measured.upperBound {
                        if acceptedEvents - deliveredEvents + callsUnderWay * batch > backlogMax {
                            try? await loop.sleep(for: .milliseconds(2))
                        } else {
                            await call(intended: EventLoop.monotonicNanoseconds())
                        }
                    }
                }
            }
        }
    }

    private func open(interval: UInt64) async {
        await withDiscardingTaskGroup { group in
            var due = EventLoop.monotonicNanoseconds()
            while due < measured.upperBound {
                let now = EventLoop.monotonicNanoseconds()
                if due > now { try? await loop.sleep(for: .nanoseconds(Int64(due - now))) }
                while due <= EventLoop.monotonicNanoseconds(), due < measured.upperBound {
                    if callsUnderWay < Self.callsUnderWayMax {
                        group.addTask { [self, due] in await call(intended: due) }
                    } else if measured.contains(due) {
                        tally.recordDrop()
                    }
                    due += interval
                }
            }
        }
    }

    private func call(intended: UInt64) async {
        let number = intendedTimes.count
        intendedTimes.append(intended)
        callsUnderWay += 1
        defer { callsUnderWay -= 1 }
        do {
            let request = factory.request(first: number * batch)
            let response = try await clients[number % clients.count].ingestEvents(request, timeout: Self.timeout)
            let now = EventLoop.monotonicNanoseconds()
            let accepted = response.results.count { $0.outcome == .accepted }
            acceptedEvents += accepted
            if measured.contains(intended) { tally.record(nanoseconds: now - intended) }
            if measured.contains(now) { tally.record(accepted: accepted, of: response.results.count) }
        } catch {
            if measured.contains(intended) { tally.record(error) }
        }
    }
}
