import Foundation

extension SourceTree {
    /// The checkout that these tests were built from.
    static let checkout = SourceTree(load(below: root))

    /// The checkout's root folder.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Files that are longer are data, not text.
    private static let bytesMax = 4 << 20

    private static func load(below root: URL) -> [RepositoryFile] {
        let manager = FileManager.default
        guard let paths = manager.enumerator(atPath: root.path) else { return [] }
        var files: [RepositoryFile] = []
        while let path = paths.nextObject() as? String {
            let name = path.split(separator: "/").last ?? ""
            if name.hasPrefix(".build") || name == ".git" || name == ".stratum" || name == "__pycache__" {
                paths.skipDescendants()
                continue
            }
            let type = paths.fileAttributes?[.type] as? FileAttributeType
            let size = paths.fileAttributes?[.size] as? Int ?? 0
            guard type == .typeRegular, size <= bytesMax, let data = manager.contents(atPath: root.appending(path: path).path) else {
                continue
            }
            guard let text = String(validating: data, as: UTF8.self) else { continue }
            let isExecutable = manager.isExecutableFile(atPath: root.appending(path: path).path)
            files.append(RepositoryFile(path: path, text: text, isExecutable: isExecutable))
        }
        return files
    }
}
