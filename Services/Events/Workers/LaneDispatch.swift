/// Spreads lanes over the workers of a process: a lane is always served by the same one. From any thread.
struct LaneDispatch: Sendable {
    private let workers: [DeliveryWorker]

    init(_ workers: [DeliveryWorker]) {
        self.workers = workers
    }

    /// Says that lanes may have work; `fromStart` when it may be older than what has been read of them.
    func wake(_ lanes: [Lane], fromStart: Bool = false) {
        each(lanes) { $0.wake($1, fromStart: fromStart) }
    }

    /// Says that the connections of lanes have changed.
    func reconnect(_ lanes: [Lane]) {
        each(lanes) { $0.reconnect($1) }
    }

    private func each(_ lanes: [Lane], _ body: (DeliveryWorker, [Lane]) -> Void) {
        guard workers.count > 1 else {
            if !lanes.isEmpty { body(workers[0], lanes) }
            return
        }
        var parts = [[Lane]](repeating: [], count: workers.count)
        for lane in lanes { parts[Int(UInt(bitPattern: lane.hashValue) % UInt(workers.count))].append(lane) }
        for (worker, part) in zip(workers, parts) where !part.isEmpty { body(worker, part) }
    }
}
