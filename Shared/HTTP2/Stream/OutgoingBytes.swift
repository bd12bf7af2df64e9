/// Bytes that wait to be sent on a stream, in the arrays in which they were handed over.
struct OutgoingBytes {
    // The first array stands apart, so that a stream which sends one message needs no array of arrays.
    private var first: [UInt8] = []
    private var rest: [[UInt8]] = []
    /// How much of `first` has been taken.
    private var offset = 0
    /// How many of `rest` have become `first` in turn.
    private var restTaken = 0
    /// Bytes that wait.
    private(set) var count = 0

    mutating func append(_ chunk: [UInt8]) {
        guard !chunk.isEmpty else { return }
        if count == 0 {
            first = chunk
            offset = 0
            rest.removeAll()
            restTaken = 0
        } else {
            rest.append(chunk)
        }
        count += chunk.count
    }

    /// Copies the next `length` bytes to `target` and lets them go. At most `count`.
    mutating func take(_ length: Int, to target: UnsafeMutableRawPointer) {
        precondition(length <= count, "more bytes taken than there are")
        var copied = 0
        while copied < length {
            let part = min(length - copied, first.count - offset)
            first.withUnsafeBytes { source in
                if let base = source.baseAddress { (target + copied).copyMemory(from: base + offset, byteCount: part) }
            }
            copied += part
            offset += part
            if offset == first.count { advance() }
        }
        count -= length
    }

    mutating func removeAll() {
        first = []
        rest = []
        offset = 0
        restTaken = 0
        count = 0
    }

    private mutating func advance() {
        offset = 0
        guard restTaken < rest.count else {
            first = []
            rest.removeAll()
            restTaken = 0
            return
        }
        first = rest[restTaken]
        rest[restTaken] = []
        restTaken += 1
        // Amortised: what was taken is dropped once it is half of the array.
        if restTaken >= 32, restTaken * 2 >= rest.count {
            rest.removeFirst(restTaken)
            restTaken = 0
        }
    }
}
