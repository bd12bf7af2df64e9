package import Messages

/// Proves to a server who calls.
package protocol CallCredentials: Sendable {
    /// The value of `authorization` for a call, e.g. `Bearer …`; nil to send none. Asked once for each call, in the caller's task,
    /// so it should keep what it has made until it expires. What it throws ends the call.
    func authorization(for method: MethodDescriptor) async throws -> String?
}
