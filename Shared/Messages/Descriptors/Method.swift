/// A method with the types of its messages.
package struct Method<Request: Message, Response: Message>: Sendable {
    /// What the proto says about it.
    package let descriptor: MethodDescriptor

    package init(_ descriptor: MethodDescriptor) {
        self.descriptor = descriptor
    }
}
