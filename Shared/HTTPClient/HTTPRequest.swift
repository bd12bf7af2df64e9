/// A request to the outside world.
package struct HTTPRequest: Sendable {
    /// The methods that are used.
    package enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    package var method: Method
    /// `http://` or `https://`. May hold secrets, so it is never logged whole.
    package var url: String
    package var headers: HTTPHeaders
    /// Empty for none.
    package var body: [UInt8]

    package init(_ method: Method, _ url: String, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// Without query, headers and body, where secrets are.
extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String { "\(method.rawValue) \(url.prefix { $0 != "?" && $0 != "#" })" }
    package var debugDescription: String { description }
}
