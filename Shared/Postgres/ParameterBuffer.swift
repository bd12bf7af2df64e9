/// The parameters of one statement in binary form, one after the other.
///
/// *Owns* its memory, freed with it. *Confined*: filled by whoever makes the statement, never changed after. *Valid*: pointers into it while
/// it lives.
package final class ParameterBuffer: @unchecked Sendable {
    struct Parameter {
        let type: PostgresType
        let offset: Int
        /// Bytes; -1 for a null.
        let length: Int32
    }

    private(set) var parameters: [Parameter] = []
    private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private var count = 0

    deinit { memory.deallocate() }

    func pointer(to parameter: Parameter) -> UnsafePointer<CChar>? {
        guard parameter.length >= 0 else { return nil }
        // A null pointer would say null: an empty value points at something too.
        guard let start = memory.baseAddress else { return Self.empty }
        return UnsafePointer((start + parameter.offset).assumingMemoryBound(to: CChar.self))
    }

    nonisolated(unsafe) private static let empty: UnsafePointer<CChar> = {
        let byte = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
        byte.initialize(to: 0)
        return UnsafePointer(byte)
    }()

    func appendNull(_ type: PostgresType) {
        parameters.append(Parameter(type: type, offset: count, length: -1))
    }

    /// Room for a value, to be written at once by the caller.
    func append(_ type: PostgresType, size: Int) -> UnsafeMutableRawPointer {
        precondition(size <= Int32.max, "a parameter has 2 GiB at most")
        let offset = reserve(size)
        parameters.append(Parameter(type: type, offset: offset, length: Int32(size)))
        return memory.baseAddress.map { $0 + offset } ?? UnsafeMutableRawPointer(mutating: Self.empty)
    }

    /// Takes over another statement's parameters at the end of these.
    func append(contentsOf other: ParameterBuffer) {
        let offset = reserve(other.count)
        if other.count > 0 {
            UnsafeMutableRawBufferPointer(rebasing: memory[offset..<offset + other.count])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: other.memory[..<other.count]))
        }
        parameters += other.parameters.map { Parameter(type: $0.type, offset: $0.offset + offset, length: $0.length) }
    }

    private func reserve(_ size: Int) -> Int {
        let offset = count
        count += size
        guard count > memory.count else { return offset }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 2 * memory.count, 128), alignment: 16)
        if offset > 0 { larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<offset])) }
        memory.deallocate()
        memory = larger
        return offset
    }
}
