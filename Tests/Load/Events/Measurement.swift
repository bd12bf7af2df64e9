import EventLoop
import Messages
import Operations
import RPC
import Stubs

/// Takes measurements of a running stack, one at a time. *Confined* to its loop.
final class Measurement: @unchecked Sendable {
    /// Whose events are sent.
    enum Tenant { case delivered, held }

    private let loop: EventLoop
    private let ledger: SandboxLedger
    private let deliveries: EventsV1.DeliveryServiceClient
    private let clients: [Tenant: [EventsV1.EventsServiceClient]]
    private let processes: [(name: String, pid: Int32)]
    private var runsMade = 0

    /// Left out at the beginning of each run.
    private static let warmUp: Duration = .seconds(2)
    private static let watchInterval: Duration = .milliseconds(25)
    /// How long the last events may take to be delivered after the last call.
    private static let drainLimit: Duration = .seconds(40)
    /// Connections, so that every loop of the service has some.
    private static let connections = 8

    /// Something that must hold did not, in a sentence.
    struct Failure: Error {
        let sentence: String
    }

    init(_ options: LoadOptions, loop: EventLoop) async throws {
        self.loop = loop
        func address(_ name: String) -> String { options.addresses[name] ?? "" }
        processes = options.processes
        ledger = SandboxLedger(Self.client(of: address("sandbox"), loop, nil))
        let identity = Self.client(of: address("identity"), loop, nil)
        var clients: [Tenant: [EventsV1.EventsServiceClient]] = [:]
        for (tenant, path) in [(Tenant.delivered, options.deliveredKeyFile), (.held, options.heldKeyFile)] {
            let token = try await FixedToken(apiKey: LoadOptions.key(in: path), identity: identity)
            clients[tenant] = (0..<Self.connections).map { _ in .init(Self.client(of: address("events"), loop, token)) }
        }
        let token = try await FixedToken(apiKey: LoadOptions.key(in: options.deliveredKeyFile), identity: identity)
        deliveries = EventsV1.DeliveryServiceClient(Self.client(of: address("events"), loop, token))
        self.clients = clients
    }

    private static func client(of address: String, _ loop: EventLoop, _ credentials: (any CallCredentials)?) -> RPCClient {
        var configuration = RPCClientConfiguration()
        configuration.maximumWaitingCalls = 8192
        configuration.maximumMessageBytes = 32 << 20
        return RPCClient(target: address, loops: [loop], configuration: configuration, credentials: credentials)
    }

    /// One run of so many seconds.
    func run(_ name: String, _ tenant: Tenant, _ pace: Pace, batch: Int, seconds: Int) async throws -> LoadRun {
        var run = LoadRun(name: name, target: pace.target)
        if tenant == .delivered { try await ledger.reset() }
        runsMade += 1
        let factory = EventFactory(prefix: "load-\(UnixTime.nanoseconds() / 1_000_000_000)-\(runsMade)-", batch: batch)
        let began = EventLoop.monotonicNanoseconds()
        let from = began + Self.warmUp.wholeNanoseconds
        let driver = LoadDriver(
            loop: loop, clients: clients[tenant] ?? [], factory: factory, batch: batch,
            measured: from..<(from + UInt64(seconds) * 1_000_000_000))
        async let sending: Void = driver.run(pace)
        try await watch(driver, tenant, from: from, seconds: seconds, into: &run)
        await sending
        run.tally = driver.tally
        if tenant == .delivered {
            try await drain(driver)
            let totals = try await ledger.totals()
            run.platformRequests = Int(totals.requests)
            run.platformEvents = Int(totals.events)
            run.sentAgain = Int(totals.repeated)
            run.wholePerSecond = Double(driver.acceptedEvents) / (Double(EventLoop.monotonicNanoseconds() - began) / 1e9)
            try await takeDeliveryLatencies(of: driver, factory, from: from, into: &run)
        }
        return run
    }

    // MARK: Watching

    /// Follows what is delivered, and takes processor time and memory over the measured time.
    private func watch(_ driver: LoadDriver, _ tenant: Tenant, from: UInt64, seconds: Int, into run: inout LoadRun) async throws {
        try await follow(driver, tenant, until: from, &run)
        let (usage, delivered, start) = (ProcessUsage.now(of: processes), driver.deliveredEvents, EventLoop.monotonicNanoseconds())
        try await follow(driver, tenant, until: from + UInt64(seconds) * 1_000_000_000, &run)
        run.seconds = Double(EventLoop.monotonicNanoseconds() - start) / 1e9
        let end = ProcessUsage.now(of: processes)
        run.processorSeconds = end.since(usage)
        run.coresOfOthers = end.coresOfOthers(since: usage, seconds: run.seconds)
        if tenant == .delivered { run.deliveredPerSecond = Double(driver.deliveredEvents - delivered) / run.seconds }
    }

    private func follow(_ driver: LoadDriver, _ tenant: Tenant, until end: UInt64, _ run: inout LoadRun) async throws {
        var looks = 0
        while EventLoop.monotonicNanoseconds() < end {
            if tenant == .delivered { driver.deliveredEvents = Int(try await ledger.totals().counted) }
            if looks % 10 == 0 {
                for (name, pid) in processes {
                    run.residentMebibytes[name] = max(run.residentMebibytes[name] ?? 0, ProcessUsage.residentMebibytes(of: pid))
                }
            }
            looks += 1
            let left = Int64(clamping: end) - Int64(clamping: EventLoop.monotonicNanoseconds())
            if left > 0 { try await loop.sleep(for: min(Self.watchInterval, .nanoseconds(left))) }
        }
    }

    // MARK: The end of the way

    /// Waits until the platform has everything and no delivery is pending any more.
    private func drain(_ driver: LoadDriver) async throws {
        let end = ContinuousClock.now + Self.drainLimit
        var request = EventsV1.ListDeliveriesRequest()
        request.status = .pending
        request.pageSize = 1
        while true {
            driver.deliveredEvents = Int(try await ledger.totals().counted)
            if driver.deliveredEvents >= driver.acceptedEvents, try await deliveries.listDeliveries(request).deliveries.isEmpty { return }
            guard ContinuousClock.now < end else {
                throw Failure(
                    sentence:
                        "\(driver.acceptedEvents) events were accepted, \(driver.deliveredEvents) were delivered within \(Self.drainLimit)."
                )
            }
            try await loop.sleep(for: Self.watchInterval)
        }
    }

    private func takeDeliveryLatencies(
        of driver: LoadDriver, _ factory: EventFactory, from: UInt64, into run: inout LoadRun
    ) async throws {
        // The sandbox's clock is this machine's: monotonic and real time run alike over one run.
        let offset = UnixTime.nanoseconds() - Int64(EventLoop.monotonicNanoseconds())
        var latencies = LatencyHistogram()
        try await ledger.forEach { eventID, receivedAt in
            guard let number = factory.number(of: eventID), let intended = driver.intendedTime(ofEvent: number), intended >= from else {
                return
            }
            latencies.record(nanoseconds: UInt64(max(0, receivedAt - offset - Int64(intended))))
        }
        run.deliveryLatencies = latencies
    }
}
