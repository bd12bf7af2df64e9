/// A name in the environment that looks like a setting of this service and is none: most likely a slip of the keyboard.
package struct UnknownSetting: Sendable, Equatable, CustomStringConvertible {
    package let name: String
    /// The setting whose name is nearest, when one is near.
    package let suggestion: String?

    package var description: String {
        suggestion.map { "\(name) is no setting; did you mean \($0)?" } ?? "\(name) is no setting of this service."
    }
}
