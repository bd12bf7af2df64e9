/// Why JSON is not the message that was asked for, or a message has no JSON form.
package struct JSONError: Error, Sendable, Hashable {
    /// The place in the message, e.g. `events[3].userData.email`; empty for the whole.
    package var path: String
    /// What is wrong, a phrase without the offending value.
    package var problem: String
    /// Where reading stopped, in bytes from the start; nil when writing.
    package var offset: Int?

    package init(path: String = "", problem: String, offset: Int? = nil) {
        self.path = path
        self.problem = problem
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    package var description: String {
        path.isEmpty ? problem : "\(path): \(problem)"
    }
}

extension JSONError {
    /// The same error, seen from the message that holds the field `name`.
    @inline(never)
    func inside(_ name: String) -> JSONError {
        var error = self
        error.path = path.isEmpty ? name : path.hasPrefix("[") ? name + path : "\(name).\(path)"
        return error
    }

    /// The same error, seen from the array that holds the element.
    @inline(never)
    func inside(_ index: Int) -> JSONError {
        inside("[\(index)]")
    }
}
