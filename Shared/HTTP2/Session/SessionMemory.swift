import CNGHTTP2
import Glibc

/// nghttp2's memory on one loop: small blocks are kept and given out again, which costs a tenth of what `malloc` does with hundreds of
/// streams open, and keeps the heap from splintering.
///
/// *Owns* the blocks that wait for use; *confined* to its loop, and outlives the sessions that use it. A block has its size class before it.
final class SessionMemory {
    private static let classShift: UInt = 6
    private static let classBytes = 1 << Int(classShift)
    /// Blocks of up to 1 KiB are kept; a session's larger ones are few and long-lived.
    private static let classCount = 16
    private static let headBytes = 16
    /// Bytes kept of each size, 2 MiB in all: enough for some hundred streams that open and close in one wake.
    private static let maximumKeptBytes = 128 << 10

    private struct Class {
        var first: UnsafeMutableRawPointer?
        var keptBytes = 0
    }

    private let classes: UnsafeMutablePointer<Class>
    private var functions = nghttp2_mem()

    init() {
        classes = .allocate(capacity: Self.classCount)
        classes.initialize(repeating: Class(), count: Self.classCount)
        functions.mem_user_data = UnsafeMutableRawPointer(classes)
        functions.malloc = { size, user in SessionMemory.allocate(size, user) }
        functions.free = { block, user in SessionMemory.free(block, user) }
        functions.calloc = { count, size, user in
            let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
            guard !overflow, let block = SessionMemory.allocate(bytes, user) else { return nil }
            memset(block, 0, bytes)
            return block
        }
        functions.realloc = { block, size, user in SessionMemory.reallocate(block, size, user) }
    }

    deinit {
        for index in 0..<Self.classCount {
            while let block = classes[index].first {
                classes[index].first = block.load(as: UnsafeMutableRawPointer?.self)
                Glibc.free(block - Self.headBytes)
            }
        }
        classes.deallocate()
    }

    /// Valid during the call; nghttp2 copies it.
    func withFunctions<Result>(_ body: (UnsafeMutablePointer<nghttp2_mem>) -> Result) -> Result { body(&functions) }

    private static func allocate(_ size: Int, _ user: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let classes = user?.assumingMemoryBound(to: Class.self) else { return nil }
        let index = Int(UInt(bitPattern: max(size, 1) - 1) >> classShift)
        if index < classCount, let block = classes[index].first {
            classes[index].first = block.load(as: UnsafeMutableRawPointer?.self)
            classes[index].keptBytes &-= (index &+ 1) &* classBytes
            return block
        }
        let bytes = index < classCount ? (index + 1) * classBytes : size
        guard let whole = Glibc.malloc(headBytes + bytes) else { return nil }
        whole.storeBytes(of: bytes, as: Int.self)
        return whole + headBytes
    }

    private static func free(_ block: UnsafeMutableRawPointer?, _ user: UnsafeMutableRawPointer?) {
        guard let block, let classes = user?.assumingMemoryBound(to: Class.self) else { return }
        let index = Int(UInt(bitPattern: (block - headBytes).load(as: Int.self) - 1) >> classShift)
        guard index < classCount, classes[index].keptBytes < maximumKeptBytes else {
            Glibc.free(block - headBytes)
            return
        }
        block.storeBytes(of: classes[index].first, as: UnsafeMutableRawPointer?.self)
        classes[index].first = block
        classes[index].keptBytes &+= (index &+ 1) &* classBytes
    }

    private static func reallocate(
        _ block: UnsafeMutableRawPointer?, _ size: Int, _ user: UnsafeMutableRawPointer?
    ) -> UnsafeMutableRawPointer? {
        guard let block else { return allocate(size, user) }
        let held = (block - headBytes).load(as: Int.self)
        guard size > held else { return block }
        guard let larger = allocate(size, user) else { return nil }
        larger.copyMemory(from: block, byteCount: held)
        free(block, user)
        return larger
    }
}
