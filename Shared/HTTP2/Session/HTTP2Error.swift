import CNGHTTP2
import Glibc

/// Something about addresses, sockets or the session could not be done.
package struct HTTP2Error: Error, Sendable, Equatable {
    /// What kind of failure it is.
    package enum Kind: Sendable, Hashable {
        /// The address is not `host:port`, or its host is not an address where one is needed.
        case badAddress
        /// Another process listens there.
        case takenPort
        /// The name does not resolve.
        case unknownHost
        /// The operating system refused; the code is `errno`.
        case system(Int32)
        /// nghttp2 refused; the code is its own, negative.
        case session(Int32)
    }

    package let kind: Kind
    /// One sentence that names the address or the operation.
    package let message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// From `errno`.
    static func system(_ operation: String, code: Int32 = errno) -> HTTP2Error {
        HTTP2Error(.system(code), "\(operation): \(String(cString: strerror(code)))")
    }

    /// From a negative answer of nghttp2.
    static func session(_ operation: String, _ code: Int32) -> HTTP2Error {
        HTTP2Error(.session(code), "\(operation): \(String(cString: nghttp2_strerror(code)))")
    }
}

extension HTTP2Error: CustomStringConvertible {
    package var description: String { message }
}

/// Turns an answer of nghttp2 into an error when it is negative.
@discardableResult
func check(_ code: Int32, doing operation: StaticString) throws(HTTP2Error) -> Int32 {
    guard code >= 0 else { throw .session("\(operation)", code) }
    return code
}
