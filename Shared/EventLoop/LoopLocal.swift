/// One value for each loop of a process: a connection pool, a client, a batcher. Confinement stays simple, because every loop has its own.
package struct LoopLocal<Value: Sendable>: Sendable {
    private let values: [(loop: EventLoop, value: Value)]

    /// Makes the values, in the order of the loops.
    package init(_ loops: [EventLoop], _ make: (EventLoop) throws -> Value) rethrows {
        values = try loops.map { ($0, try make($0)) }
    }

    /// The value of a loop, which is one of those it was made for.
    package subscript(loop: EventLoop) -> Value {
        // A process has a handful of loops: a search beats a hash.
        for entry in values where entry.loop === loop { return entry.value }
        preconditionFailure("\(loop.name) is not one of the process's loops")
    }

    /// All values, in the order of the loops.
    package var all: [Value] { values.map(\.value) }
}
