/// Holds a message inside a message of its own kind.
package final class Box<Value: Sendable & Equatable>: Sendable, Equatable {
    /// The message.
    package let value: Value

    package init(_ value: Value) {
        self.value = value
    }

    package static func == (left: Box, right: Box) -> Bool {
        left === right || left.value == right.value
    }
}
