/// What reading outside bytes may cost.
package struct UnpackLimits: Sendable, Hashable {
    /// How deep messages may nest below the outermost one. 100, as in other protobuf implementations.
    package var depth: Int
    /// The longest input, in bytes. 4 MiB, gRPC's usual limit.
    package var bytes: Int
    /// What protobuf-c may allocate in all while it reads one message, in bytes. protobuf-c asks for up to 56 bytes for one byte of
    /// hostile input; eight times the longest input leaves room for every honest message.
    package var allocationBytes: Int

    package init(depth: Int = 100, bytes: Int = 4 << 20, allocationBytes: Int = 32 << 20) {
        self.depth = depth
        self.bytes = bytes
        self.allocationBytes = allocationBytes
    }

    /// Depth 100, 4 MiB of input, 32 MiB of allocations.
    package static let `default` = UnpackLimits()
}
