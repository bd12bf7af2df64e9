/// Why bytes are not the message that was asked for.
package enum UnpackError: Error, Sendable, Hashable {
    /// The bytes are no protobuf message: truncated, a length past the end, field number 0, or a varint that does not end.
    case malformed
    /// The input is longer than `UnpackLimits.bytes`.
    case tooLong(limit: Int)
    /// Messages nest deeper than `UnpackLimits.depth`.
    case tooDeep(limit: Int)
    /// Reading would allocate more than `UnpackLimits.allocationBytes`.
    case tooCostly(limit: Int)
    /// A string field holds bytes that are not UTF-8.
    case invalidUTF8(message: String, field: String)
}

extension UnpackError: CustomStringConvertible {
    /// A sentence that holds none of the bytes.
    package var description: String {
        switch self {
        case .malformed: "not a well-formed protobuf message"
        case .tooLong(let limit): "message longer than \(limit) bytes"
        case .tooDeep(let limit): "messages nested deeper than \(limit)"
        case .tooCostly(let limit): "message would take more than \(limit) bytes of memory"
        case .invalidUTF8(let message, let field): "\(field): not UTF-8 (in \(message))"
        }
    }
}
