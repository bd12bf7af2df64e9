/// One array of a statement's parameters in PostgreSQL's binary form: dimensions, null flag, element type, length, lower bound, elements.
struct ArrayParameter {
    /// Types by their number in pg_type.
    enum ElementType: UInt32 {
        case bytes = 17
        case text = 25
        case timestamp = 1184
        case uuid = 2950
    }

    private(set) var bytes: [UInt8] = []

    init(of type: ElementType, count: Int) {
        for word in [1, 0, type.rawValue, UInt32(count), 1] { append(word) }
    }

    mutating func append(element: some Collection<UInt8>) {
        append(UInt32(element.count))
        bytes.append(contentsOf: element)
    }

    mutating func append(element number: Int64) {
        append(8)
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ word: UInt32) {
        withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
