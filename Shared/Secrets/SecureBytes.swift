import CSodium

/// Key material outside the Swift heap: locked into memory where the system allows, between guard pages, overwritten when freed.
///
/// *Owns* the memory. Never changed after it was made, so any thread may read it. Each takes a few pages: for keys, not for data.
package final class SecureBytes: @unchecked Sendable, CustomStringConvertible, CustomReflectable {
    private let memory: UnsafeMutablePointer<UInt8>
    package let count: Int

    package init(_ bytes: [UInt8]) {
        Sodium.prepare()
        count = bytes.count
        guard let memory = sodium_malloc(max(1, count)) else { preconditionFailure("no memory for a key") }
        self.memory = memory.bindMemory(to: UInt8.self, capacity: count)
        for (index, byte) in bytes.enumerated() { self.memory[index] = byte }
        sodium_mprotect_readonly(memory)
    }

    deinit { sodium_free(memory) }

    /// The bytes. The pointer is valid inside the closure only.
    func withPointer<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        body(memory)
    }

    /// A copy on the heap, for what is no secret after all.
    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: memory, count: count)) }

    package var description: String { "<\(count) secret bytes>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
