import CPQ

/// The four arrays that libpq takes for a statement's parameters, kept and used again.
///
/// *Owns* its memory. *Confined* to one connection. *Valid* until the next `point`.
final class ParameterPointers {
    private(set) var types: UnsafeMutablePointer<Oid>
    private(set) var values: UnsafeMutablePointer<UnsafePointer<CChar>?>
    private(set) var lengths: UnsafeMutablePointer<Int32>
    private(set) var formats: UnsafeMutablePointer<Int32>
    private var capacity = 32

    init() {
        types = .allocate(capacity: capacity)
        values = .allocate(capacity: capacity)
        lengths = .allocate(capacity: capacity)
        formats = .allocate(capacity: capacity)
    }

    deinit { deallocate() }

    /// Points at a statement's parameters, all of them binary, and says how many they are.
    func point(at buffer: ParameterBuffer) -> Int32 {
        let count = buffer.parameters.count
        // The protocol counts them in 16 bits.
        precondition(count <= 65_535, "a statement has 65,535 parameters at most")
        if count > capacity {
            deallocate()
            capacity = count
            types = .allocate(capacity: capacity)
            values = .allocate(capacity: capacity)
            lengths = .allocate(capacity: capacity)
            formats = .allocate(capacity: capacity)
        }
        for (index, parameter) in buffer.parameters.enumerated() {
            types[index] = parameter.type.rawValue
            values[index] = buffer.pointer(to: parameter)
            lengths[index] = max(parameter.length, 0)
            formats[index] = 1
        }
        return Int32(count)
    }

    private func deallocate() {
        types.deallocate()
        values.deallocate()
        lengths.deallocate()
        formats.deallocate()
    }
}
