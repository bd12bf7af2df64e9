/// What a file descriptor is ready for, or is to be watched for.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Bytes, a connection or an end of file can be read.
    package static let readable = Readiness(rawValue: 1)
    /// Bytes can be written, or a connect has ended.
    package static let writable = Readiness(rawValue: 2)
    /// The peer has closed its side, or both are gone. Reported always, cannot be asked for.
    package static let hangUp = Readiness(rawValue: 4)
    /// The descriptor has an error; `SO_ERROR` tells which. Reported always, cannot be asked for.
    package static let error = Readiness(rawValue: 8)
}

/// Is told on its loop when its descriptor is ready.
package protocol ReadinessHandler: AnyObject {
    /// Called on the loop, level-triggered: once in each wake while the descriptor stays ready.
    func ready(_ readiness: Readiness)
}

/// Is called once at the end of the wake in which it was asked for, after all input, timers and jobs: the place to write output once.
package protocol WakeEndHandler: AnyObject {
    func wakeEnded()
}
