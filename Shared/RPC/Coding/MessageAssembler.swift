/// Cuts gRPC's length-prefixed messages (PROTOCOL-HTTP2.md, "Length-Prefixed-Message") out of the bytes of a body.
///
/// A message that lies whole in one piece is handed over in place. A longer one is collected in an array that grows with what has come,
/// never with what the prefix announces.
struct MessageAssembler {
    /// One byte that tells whether the message is compressed, four of its length, big-endian.
    static let prefixBytes = 5

    /// What is wrong with a message.
    enum Fault: Error, Equatable {
        /// Longer than the limit.
        case tooLong(Int)
        /// The first byte is neither 0 nor 1.
        case unknownFlag(UInt8)
    }

    /// The longest message taken, in bytes.
    private let limit: Int
    private var prefix: UInt64 = 0
    private var prefixCount = 0
    private var body: [UInt8] = []
    private var missing = 0
    private var isCompressed = false

    init(limit: Int) { self.limit = limit }

    /// Whether a message has begun and is not complete: wrong at the end of a body.
    var isWithinMessage: Bool { prefixCount > 0 }

    /// The bytes set aside for a message that is not complete.
    var reservedBytes: Int { body.capacity }

    /// Takes the next bytes of `piece`, and cuts them off, until a message is complete or the piece is used up.
    /// Returns whether `deliver` was called with a message, whose cost is how many bytes of the piece went into it.
    mutating func next(
        _ piece: inout UnsafeRawBufferPointer, _ deliver: (_ isCompressed: Bool, _ message: IncomingMessage) -> Void
    ) throws(Fault) -> Bool {
        let whole = piece.count
        guard try readPrefix(&piece) else { return false }
        if body.isEmpty, piece.count >= missing {
            let message = UnsafeRawBufferPointer(rebasing: piece[..<missing])
            piece = UnsafeRawBufferPointer(rebasing: piece[missing...])
            reset()
            deliver(isCompressed, IncomingMessage(bytes: message, collected: nil, cost: whole - piece.count))
            return true
        }
        let count = min(missing, piece.count)
        // Growing by eight bounds both the copies and what a liar can have reserved.
        if body.capacity < body.count + count { body.reserveCapacity(min(body.count + missing, max(8 * (body.count + count), 512))) }
        body.append(contentsOf: piece[..<count])
        piece = UnsafeRawBufferPointer(rebasing: piece[count...])
        missing -= count
        guard missing == 0 else { return false }
        let message = body
        reset()
        message.withUnsafeBytes { deliver(isCompressed, IncomingMessage(bytes: $0, collected: message, cost: whole - piece.count)) }
        return true
    }

    /// True when the prefix is complete.
    private mutating func readPrefix(_ piece: inout UnsafeRawBufferPointer) throws(Fault) -> Bool {
        guard prefixCount < Self.prefixBytes else { return true }
        let count = min(Self.prefixBytes - prefixCount, piece.count)
        for byte in piece[..<count] { prefix = prefix << 8 | UInt64(byte) }
        prefixCount += count
        piece = UnsafeRawBufferPointer(rebasing: piece[count...])
        guard prefixCount == Self.prefixBytes else { return false }
        let flag = UInt8(prefix >> 32)
        guard flag <= 1 else { throw .unknownFlag(flag) }
        isCompressed = flag == 1
        missing = Int(prefix & 0xffff_ffff)
        guard missing <= limit else { throw .tooLong(missing) }
        return true
    }

    private mutating func reset() {
        prefix = 0
        prefixCount = 0
        missing = 0
        if !body.isEmpty { body = [] }
    }

    /// Writes the prefix of an uncompressed message into the five bytes of headroom before it.
    static func writePrefix(_ message: inout [UInt8]) {
        precondition(message.count >= prefixBytes, "a message packed without headroom")
        let length = UInt32(message.count - prefixBytes)
        message[1] = UInt8(truncatingIfNeeded: length >> 24)
        message[2] = UInt8(truncatingIfNeeded: length >> 16)
        message[3] = UInt8(truncatingIfNeeded: length >> 8)
        message[4] = UInt8(truncatingIfNeeded: length)
    }
}
