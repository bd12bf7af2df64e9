import EventLoop
import Messages
import Operations
import RPC
import Stubs

/// `stratum orders import`: reads files of orders, sends the events in batches, and counts what became of them.
struct OrderImport {
    private let arguments: Arguments
    private let session: Session
    private var totals = ImportTotals()

    /// Tries of one batch while the service is away; waits double from the first.
    private static let triesMax = 6
    private static let firstWait: Duration = .milliseconds(200)
    /// Reasons printed in full; the rest is only counted.
    private static let listedMax = 20

    init(_ arguments: Arguments, _ session: Session) {
        self.arguments = arguments
        self.session = session
    }

    mutating func run() async throws {
        let batchSize = try arguments.int("batch", default: 250, in: 1...1000)
        let shiftsToNow = try arguments.choice("shift-to", among: [("now", true)]) ?? false
        let customers = try arguments["customers"].map { path in
            do { return try CustomerBook(try File.read(path)) } catch { throw StartError.configuration("--customers \(path): \(error).") }
        }
        let files = try arguments.operands.map(Self.read)
        let orders = files.flatMap(\.orders)
        report(skipped: files.map(\.skipped))
        // One shift for all files keeps the distances between their orders.
        let latest = orders.map(\.time).max() ?? 0
        let shift = shiftsToNow ? UnixTime.nanoseconds() / 1_000_000_000 - latest : 0
        let events = orders.map { RetailEvent.make($0, shift: shift, customers: customers) }
        let client = EventsV1.EventsServiceClient(try session.client(.events))
        for start in stride(from: 0, to: events.count, by: batchSize) {
            let batch = Array(events[start..<min(start + batchSize, events.count)])
            try await send(batch, to: client)
            session.terminal.progress(start + batch.count, of: events.count, "events")
        }
        finish()
    }

    private static func read(_ path: String) throws -> RetailOrders {
        do {
            return try RetailOrders(try File.read(path))
        } catch {
            throw StartError.configuration("\(path): \(error).")
        }
    }

    private mutating func report(skipped lists: [[RetailOrders.Skipped]]) {
        let all = zip(arguments.operands, lists).flatMap { path, list in list.map { (path, $0) } }
        totals.skipped = all.count
        for (path, row) in all.prefix(Self.listedMax) {
            session.terminal.note("skipped \(path):\(row.line): \(row.reason)")
        }
        if all.count > Self.listedMax { session.terminal.note("… and \(all.count - Self.listedMax) more rows skipped") }
    }

    /// Sends a batch, again when the service is away: the events' ids make a repeat safe.
    private mutating func send(_ events: [EventsV1.ConversionEvent], to client: EventsV1.EventsServiceClient) async throws {
        var request = EventsV1.IngestEventsRequest()
        request.events = events
        var wait = Self.firstWait
        for attempt in 1... {
            do {
                let response = try await client.ingestEvents(request, timeout: .seconds(30))
                guard response.results.count == events.count else {
                    throw CommandFailure("the reply has \(response.results.count) results for \(events.count) events")
                }
                for (event, result) in zip(events, response.results) { count(result, of: event) }
                return
            } catch let error as RPCError where Self.canRepeat(error) && attempt < Self.triesMax {
                try await session.loop.sleep(for: wait)
                wait *= 2
            }
        }
    }

    private static func canRepeat(_ error: RPCError) -> Bool {
        [.unavailable, .resourceExhausted, .deadlineExceeded, .aborted].contains(error.code)
    }

    private mutating func count(_ result: EventsV1.IngestResult, of event: EventsV1.ConversionEvent) {
        switch result.outcome {
        case .accepted: totals.accepted += 1
        case .duplicate: totals.duplicate += 1
        default:
            totals.refused += 1
            guard totals.refused <= Self.listedMax else { return }
            let why = result.violations.map { "\($0.field): \($0.description) (\($0.reason))" }.joined(separator: "; ")
            session.terminal.note("refused \(event.eventID): \(why)")
        }
    }

    private func finish() {
        if totals.refused > Self.listedMax { session.terminal.note("… and \(totals.refused - Self.listedMax) more events refused") }
        session.terminal.say(totals.sentence)
        session.terminal.json(totals.json)
        session.terminal.hint("stratum deliveries list --platform meta --status delivered")
    }
}
