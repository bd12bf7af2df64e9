import Messages
import RPC

extension Fault {
    /// The longest wait: beyond it a connection would outlive its client by far.
    private static let delayMax = Duration.seconds(3600)

    init(_ message: SandboxV1.Fault) throws {
        guard message.requests >= 0 else { throw RPCError.invalidArgument(field: "fault.requests", "not a count") }
        guard (0...100).contains(message.percent) else { throw RPCError.invalidArgument(field: "fault.percent", "0 to 100 is expected") }
        let delay = message.delay.map { Duration($0) } ?? .zero
        guard (.zero...Self.delayMax).contains(delay) else {
            throw RPCError.invalidArgument(field: "fault.delay", "0 to \(Self.delayMax.components.seconds) seconds are expected")
        }
        self.init(
            try FaultKind(message.kind), delay: delay, requests: message.requests == 0 ? nil : Int(message.requests),
            percent: message.percent == 0 ? 100 : Int(message.percent))
    }
}
