import Glibc

/// The memory behind one thread's arena.
///
/// Owns: a first block that stays with the thread, and further blocks that are freed after each message. Confined to its thread.
/// Valid: what it allocated, until `giveBack`.
struct ArenaMemory {
    /// What stays with a thread. Messages of a few kilobytes need no more; 64 threads hold 1 MiB.
    private static let firstBlockSize = 16 << 10
    /// malloc's alignment, which protobuf-c may count on.
    private static let alignment = 16

    private let firstBlock: UnsafeMutableRawPointer
    private var next: UnsafeMutableRawPointer
    private var end: UnsafeMutableRawPointer
    /// Blocks beyond the first, each beginning with the address of the one before.
    private var lastBlock: UnsafeMutableRawPointer?
    private var nextBlockSize: Int
    private(set) var isExhausted = false
    /// The bytes that could be allocated when the scope began.
    private(set) var budget = 0
    /// The bytes that may still be allocated.
    private var remaining = 0

    private init() {
        firstBlock = .allocate(byteCount: Self.firstBlockSize, alignment: Self.alignment)
        next = firstBlock
        end = firstBlock + Self.firstBlockSize
        nextBlockSize = Self.firstBlockSize * 4
    }

    // MARK: A thread's own

    private static let key: pthread_key_t = {
        var key: pthread_key_t = 0
        let code = pthread_key_create(&key) { memory in
            memory.map { ArenaMemory.destroy($0.assumingMemoryBound(to: ArenaMemory.self)) }
        }
        precondition(code == 0, "no thread-specific key is left")
        return key
    }()

    /// The thread's memory; a temporary one when it is in use further up the stack.
    static func take() -> UnsafeMutablePointer<ArenaMemory> {
        if let raw = pthread_getspecific(key) {
            pthread_setspecific(key, nil)
            return raw.assumingMemoryBound(to: ArenaMemory.self)
        }
        let memory = UnsafeMutablePointer<ArenaMemory>.allocate(capacity: 1)
        memory.initialize(to: ArenaMemory())
        return memory
    }

    static func giveBack(_ memory: UnsafeMutablePointer<ArenaMemory>) {
        memory.pointee.reset()
        if pthread_getspecific(key) == nil, pthread_setspecific(key, memory) == 0 { return }
        destroy(memory)
    }

    private static func destroy(_ memory: UnsafeMutablePointer<ArenaMemory>) {
        memory.pointee.reset()
        memory.pointee.firstBlock.deallocate()
        memory.deallocate()
    }

    private mutating func reset() {
        while let block = lastBlock {
            lastBlock = block.load(as: UnsafeMutableRawPointer?.self)
            block.deallocate()
        }
        next = firstBlock
        end = firstBlock + Self.firstBlockSize
        nextBlockSize = Self.firstBlockSize * 4
        isExhausted = false
    }

    // MARK: Allocation

    /// Begins a scope that may allocate `budget` bytes.
    mutating func begin(budget: Int) {
        self.budget = budget
        remaining = budget
    }

    /// Memory within the budget; nil when it is spent.
    mutating func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
        guard size >= 0, size <= remaining else {
            isExhausted = true
            return nil
        }
        remaining -= size
        return allocateUnbounded(size)
    }

    /// Takes memory that is allocated elsewhere out of the budget; false when it is spent.
    mutating func charge(_ count: Int, stride: Int) -> Bool {
        let (size, overflow) = count.multipliedReportingOverflow(by: stride)
        guard !overflow, size <= remaining else {
            isExhausted = true
            return false
        }
        remaining -= size
        return true
    }

    @inline(__always)
    mutating func allocateUnbounded(_ size: Int) -> UnsafeMutableRawPointer {
        let rounded = (size + Self.alignment - 1) & ~(Self.alignment - 1)
        guard rounded <= end - next else { return allocateBlock(for: rounded) }
        defer { next += rounded }
        return next
    }

    @inline(never)
    private mutating func allocateBlock(for size: Int) -> UnsafeMutableRawPointer {
        let blockSize = max(nextBlockSize, size + Self.alignment)
        nextBlockSize = min(nextBlockSize * 2, 1 << 20)
        let block = UnsafeMutableRawPointer.allocate(byteCount: blockSize, alignment: Self.alignment)
        block.storeBytes(of: lastBlock, as: UnsafeMutableRawPointer?.self)
        lastBlock = block
        let start = block + Self.alignment
        // A block made for one large allocation must not cost the rest of the current one.
        if blockSize - Self.alignment - size > end - next {
            next = start + size
            end = block + blockSize
        }
        return start
    }
}
