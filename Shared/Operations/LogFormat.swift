/// How log lines look.
package enum LogFormat: String, CaseIterable, Sendable {
    /// One JSON object per line.
    case json
    /// `time LEVEL message key=value …`, for eyes.
    case text
}
