/// One setting as it was read: what `--print-config` shows.
package struct Setting: Sendable, Equatable {
    package let name: String
    /// What the setting means, with its unit and limits.
    package let meaning: String
    /// The value in force; nil when it is optional and not set.
    package let value: String?
    /// Whether the value is the default.
    package let isDefault: Bool
    /// Whether the value must not be shown.
    package let isSecret: Bool

    /// The line of an environment file that gives this value; secrets are masked.
    package var line: String {
        switch value {
        case nil: "# \(name)="
        case .some(let value): "\(name)=\(isSecret ? "********" : value)\(isDefault ? "  # default" : "")"
        }
    }
}
