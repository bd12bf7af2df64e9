/// Why a process does not start: one sentence for the operator, and the exit code that goes with it.
///
/// The sentence names the setting or the thing that is missing, ends with a full stop, and holds no secret.
package struct StartError: Error, Sendable, Equatable, CustomStringConvertible {
    package let sentence: String
    package let exitCode: Int32

    package init(sentence: String, exitCode: Int32) {
        self.sentence = sentence
        self.exitCode = exitCode
    }

    /// The configuration cannot be used: exit code 64 (EX_USAGE of sysexits.h).
    package static func configuration(_ sentence: String) -> StartError {
        StartError(sentence: sentence, exitCode: 64)
    }

    /// Something needed is not reachable, or a port is taken: exit code 69 (EX_UNAVAILABLE of sysexits.h).
    package static func unavailable(_ sentence: String) -> StartError {
        StartError(sentence: sentence, exitCode: 69)
    }

    package var description: String { sentence }
}
