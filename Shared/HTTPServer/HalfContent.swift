import CMicroHTTPD
import Glibc

/// A body of which only the first half is ever sent.
///
/// *Valid*: held by its MHD_Response until that is destroyed.
final class HalfContent: Sendable {
    private let bytes: [UInt8]

    init(_ body: [UInt8]) { bytes = Array(body.prefix(body.count / 2)) }

    func read(at position: UInt64, into buffer: UnsafeMutablePointer<CChar>, space: Int) -> Int {
        let start = Int(clamping: position)
        guard start < bytes.count else { return stratum_mhd_end_with_error }
        let count = min(space, bytes.count - start)
        bytes.withUnsafeBytes { source in
            _ = memcpy(buffer, source.baseAddress! + start, count)
        }
        return count
    }
}
