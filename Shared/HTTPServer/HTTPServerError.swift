import Glibc

/// The server could not be started.
package struct HTTPServerError: Error, CustomStringConvertible {
    /// What was tried, e.g. `bind`.
    package let operation: String
    /// `errno`; 0 when there is none.
    package let code: Int32

    /// Whether another process listens there.
    package var isAddressInUse: Bool { code == EADDRINUSE }

    package var description: String { code == 0 ? "\(operation) failed" : "\(operation): \(String(cString: strerror(code)))" }
}
