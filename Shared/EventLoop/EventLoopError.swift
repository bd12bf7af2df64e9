import Glibc

/// A call of the operating system failed.
package struct EventLoopError: Error, CustomStringConvertible {
    /// What was tried, e.g. `epoll_create1`.
    package let operation: String
    /// `errno`.
    package let code: Int32

    package init(operation: String, code: Int32 = errno) {
        self.operation = operation
        self.code = code
    }

    package var description: String { "\(operation): \(String(cString: strerror(code)))" }
}
