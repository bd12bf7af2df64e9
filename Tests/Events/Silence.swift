import Operations

@testable import Events

/// Takes log lines and forgets them.
final class Silence: LogSink {
    func write(line: [UInt8]) {}
}

extension Log {
    /// A log that says nothing.
    static var silent: Log { Log(service: "events", sink: Silence()) }
}
