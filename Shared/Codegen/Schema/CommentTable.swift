import CDescriptors

/// The comments of a proto file by the path of what they stand above (SourceCodeInfo.Location.path).
struct CommentTable {
    private var byPath: [[Int32]: [String]] = [:]

    init(_ info: UnsafeMutablePointer<Google__Protobuf__SourceCodeInfo>?) {
        guard let info = info?.pointee else { return }
        for location in pointers(info.location, info.n_location) {
            guard let comment = location.pointee.leading_comments else { continue }
            let path = Array(UnsafeBufferPointer(start: location.pointee.path, count: location.pointee.n_path))
            byPath[path] = Self.lines(String(cString: comment))
        }
    }

    subscript(path: [Int32]) -> [String] {
        byPath[path] ?? []
    }

    private static func lines(_ comment: String) -> [String] {
        var lines = comment.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.hasPrefix(" ") ? line.dropFirst() : line)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
