import CMessages

/// The proto files behind the messages: what reflection serves.
package enum FileDescriptors {
    /// All files, a file after what it imports.
    package static var files: [FileDescriptor] {
        var count = 0
        _ = stratum_files(&count)
        return (0..<count).map { FileDescriptor(index: $0) }
    }

    /// The file with this name.
    package static func file(named name: String) -> FileDescriptor? {
        files.first { $0.name == name }
    }

    /// The file that declares this message, enum, service, method or extension, by its full name.
    package static func file(declaring symbol: String) -> FileDescriptor? {
        symbols[symbol].map { FileDescriptor(index: $0) }
    }

    /// The file that declares the extension of `message` with this number.
    package static func file(declaringExtension number: Int32, of message: String) -> FileDescriptor? {
        extensions.first { $0.extendee == message && $0.number == number }.map { FileDescriptor(index: $0.file) }
    }

    /// The numbers of all known extensions of a message; nil when there is no such message.
    package static func extensionNumbers(of message: String) -> [Int32]? {
        guard symbols[message] != nil else { return nil }
        return extensions.filter { $0.extendee == message }.map(\.number)
    }

    private static let symbols: [String: Int] = {
        var count = 0
        let start = stratum_symbols(&count)
        let table = UnsafeBufferPointer(start: start, count: count)
        return Dictionary(uniqueKeysWithValues: table.map { (String(cString: $0.name), $0.file) })
    }()

    private static let extensions: [(extendee: String, number: Int32, file: Int)] = {
        var count = 0
        let start = stratum_extensions(&count)
        let table = UnsafeBufferPointer(start: start, count: count)
        return table.map { (String(cString: $0.extendee), $0.number, $0.file) }
    }()
}
