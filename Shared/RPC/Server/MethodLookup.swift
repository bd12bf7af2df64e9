import HTTP2
import Messages

/// Finds a method by the bytes of its path. Made once; read on every loop.
struct MethodLookup: Sendable {
    private struct Slot: Sendable {
        let path: [UInt8]
        let entry: MethodEntry
    }

    private let slots: [Slot?]
    private let mask: Int

    /// Traps when two methods have the same path.
    init(_ entries: [MethodEntry]) {
        var size = 16
        while size < entries.count * 4 { size *= 2 }
        var slots = [Slot?](repeating: nil, count: size)
        for entry in entries {
            let path = Array(entry.descriptor.path.utf8)
            var index = path.withUnsafeBytes { Self.hash($0) } & (size - 1)
            while let taken = slots[index] {
                precondition(taken.path != path, "\(entry.descriptor.path) is registered twice")
                index = (index + 1) & (size - 1)
            }
            slots[index] = Slot(path: path, entry: entry)
        }
        self.slots = slots
        mask = size - 1
    }

    func entry(at path: UnsafeRawBufferPointer) -> MethodEntry? {
        var index = Self.hash(path) & mask
        while let slot = slots[index] {
            let isSame = slot.path.withUnsafeBytes {
                $0.count == path.count && UnsafeRawBufferPointer.areEqual($0.baseAddress, path.baseAddress, path.count)
            }
            if isSame { return slot.entry }
            index = (index + 1) & mask
        }
        return nil
    }

    /// Of the length and two parts only: the keys are our own, so nobody can make them collide.
    private static func hash(_ path: UnsafeRawBufferPointer) -> Int {
        guard path.count >= 8 else { return path.count }
        let tail = path.loadUnaligned(fromByteOffset: path.count - 8, as: UInt64.self)
        let middle = path.loadUnaligned(fromByteOffset: (path.count - 8) / 2, as: UInt64.self)
        let mixed = (tail ^ middle &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(path.count)) &* 0xff51_afd7_ed55_8ccd
        return Int(truncatingIfNeeded: mixed >> 32)
    }
}
