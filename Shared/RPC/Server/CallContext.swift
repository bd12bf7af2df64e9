package import EventLoop
package import Messages

/// What a handler knows about its call, and what it adds to the answer besides messages.
///
/// *Confined* to the loop on which the call runs; the handler's task runs there too.
package final class CallContext: @unchecked Sendable {
    /// The method called.
    package var method: MethodDescriptor { entry.descriptor }
    /// The method's place in `RPCServer.methods`: for tables that would otherwise hash a name at each call.
    package var methodIndex: Int { entry.index }
    /// A descriptor is many words: the entry that holds it is one.
    let entry: MethodEntry
    /// What the caller sent along.
    package let metadata: Metadata
    /// The address of the other end of the connection, e.g. `127.0.0.1:40312`.
    package let peer: String
    /// The loop the call runs on.
    package let loop: EventLoop
    /// Who calls; set by the access interceptor.
    package var caller: Caller?
    /// What is sent before the first message. Too late to change once a message was written.
    package var initialMetadata = Metadata()
    /// What is sent after the last message, beside the status.
    package var trailingMetadata = Metadata()
    /// Whether the caller has gone, took the call back, or its deadline has passed. The handler's task is cancelled then.
    package internal(set) var isCancelled = false

    /// The call on whose behalf the current task runs: calls that a handler makes end no later than its own.
    @TaskLocal package static var current: CallContext?

    /// When the call must be over, in the loop's nanoseconds; `UInt64.max` when the caller set no deadline.
    let due: UInt64
    /// When the call began, in the loop's nanoseconds.
    package let began: UInt64

    init(entry: MethodEntry, metadata: Metadata, peer: String, loop: EventLoop, due: UInt64, began: UInt64) {
        self.entry = entry
        self.metadata = metadata
        self.peer = peer
        self.loop = loop
        self.due = due
        self.began = began
    }

    /// A context without a call, for calling a handler directly.
    package convenience init(
        method: MethodDescriptor, metadata: Metadata = Metadata(), peer: String = "", loop: EventLoop, timeout: Duration? = nil
    ) {
        let now = EventLoop.monotonicNanoseconds()
        self.init(
            entry: MethodEntry(method), metadata: metadata, peer: peer, loop: loop,
            due: timeout.map { now.later(by: $0.wholeNanoseconds) } ?? .max, began: now)
    }

    /// The time left until the deadline, zero when it has passed; nil when the caller set none.
    package var remaining: Duration? {
        guard due != .max else { return nil }
        let now = EventLoop.monotonicNanoseconds()
        return due > now ? .nanoseconds(Int64(clamping: due - now)) : .zero
    }

    /// When the call must be over; nil when the caller set no deadline.
    package var deadline: ContinuousClock.Instant? { remaining.map { ContinuousClock.now + $0 } }
}
