import Messages

/// What reflection can be asked about: the files of the protos, and the services that this server offers.
struct ReflectionIndex: Sendable {
    /// Full names of the services offered, sorted.
    let services: [String]

    /// The file of this name and all that it imports, serialised; empty when there is none.
    func files(named name: String) -> [[UInt8]] {
        FileDescriptors.file(named: name).map(Self.bytes) ?? []
    }

    /// The file that declares a symbol and all that it imports, serialised; empty when there is none.
    func files(declaring symbol: String) -> [[UInt8]] {
        FileDescriptors.file(declaring: symbol).map(Self.bytes) ?? []
    }

    /// The file that declares an extension and all that it imports, serialised; empty when there is none.
    func files(extending message: String, number: Int32) -> [[UInt8]] {
        FileDescriptors.file(declaringExtension: number, of: message).map(Self.bytes) ?? []
    }

    /// The numbers of all known extensions of a message; nil when there is no such message.
    func extensionNumbers(of message: String) -> [Int32]? {
        FileDescriptors.extensionNumbers(of: message)
    }

    private static func bytes(_ file: FileDescriptor) -> [[UInt8]] { file.withDependencies.map(\.bytes) }
}
