/// The buffers and the memory through which all connections of one listener or connector read and write, one at a time.
///
/// *Owns* both; *confined* to one loop. An idle connection so needs no buffer of its own.
final class LoopBuffers {
    /// What one read takes at most.
    static let readBytes = 64 << 10
    /// What one write is made of, unless a single frame is larger.
    static let writeBytes = 128 << 10

    let input: UnsafeMutableRawBufferPointer
    private(set) var output: UnsafeMutableRawBufferPointer
    var outputCount = 0
    /// What the sessions allocate from.
    let memory = SessionMemory()

    init() {
        input = .allocate(byteCount: Self.readBytes, alignment: 16)
        output = .allocate(byteCount: Self.writeBytes + (32 << 10), alignment: 16)
    }

    deinit {
        input.deallocate()
        output.deallocate()
    }

    /// Whether the next frame should wait for the next write.
    var isFull: Bool { outputCount >= Self.writeBytes }

    /// Room for `count` more bytes, counted as used.
    func extend(by count: Int) -> UnsafeMutableRawPointer {
        if outputCount + count > output.count {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: (outputCount + count) * 2, alignment: 16)
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: output[..<outputCount]))
            output.deallocate()
            output = larger
        }
        defer { outputCount += count }
        // Never nil: the buffer is not empty.
        return output.baseAddress.unsafelyUnwrapped + outputCount
    }
}
