import CMessages

/// A proto file as its author wrote it, for reflection.
package struct FileDescriptor: Sendable {
    /// Its place in the table.
    let index: Int

    private var entry: stratum_file {
        var count = 0
        // The table is a constant of the program, and `index` is within it.
        return stratum_files(&count)![index]
    }

    /// The name by which others import it, e.g. `stratum/events/v1/events.proto`.
    package var name: String { String(cString: entry.name) }

    /// The serialised google.protobuf.FileDescriptorProto, without source information.
    package var bytes: [UInt8] { Array(UnsafeBufferPointer(start: entry.bytes, count: entry.length)) }

    /// The files it imports, in its order.
    package var dependencies: [FileDescriptor] {
        UnsafeBufferPointer(start: entry.dependencies, count: entry.dependency_count).map { FileDescriptor(index: Int($0)) }
    }

    /// The file and all that it imports, directly and indirectly: the file first, each once.
    package var withDependencies: [FileDescriptor] {
        var seen: Set<Int> = [index]
        var files = [self]
        var position = 0
        while position < files.count {
            files += files[position].dependencies.filter { seen.insert($0.index).inserted }
            position += 1
        }
        return files
    }
}
