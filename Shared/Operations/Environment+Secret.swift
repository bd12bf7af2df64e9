import Glibc

extension Environment {
    /// The longest secret file: keys, tokens and passwords are far shorter, certificates chains included.
    private static let secretBytesMax = 64 * 1024

    /// A secret from the file whose path is in `name`, which ends in `_FILE`; one newline at its end is not part of it.
    ///
    /// A file that anyone may write is refused, one that anyone may read is warned about: container engines mount secrets that way.
    package func secret(_ name: String, _ meaning: String) throws(StartError) -> Secret {
        guard let secret = try optionalSecret(name, meaning) else {
            throw .configuration("\(name) is not set: the path of a file that holds a secret is needed.")
        }
        return secret
    }

    /// A secret that may be absent. A path that is set must lead to a file.
    package func optionalSecret(_ name: String, _ meaning: String) throws(StartError) -> Secret? {
        guard let path = try secretPath(name, meaning) else { return nil }
        return Secret(try read(path, of: name))
    }

    /// The path in `name`, for secrets that another room reads; nil when it is not set.
    package func secretPath(_ name: String, _ meaning: String) throws(StartError) -> String? {
        precondition(name.hasSuffix("_FILE"), "\(name) does not end in _FILE")
        return try optionalValue(name, expected: "the path of a file", meaning, show: { $0 }, parse: { $0 })
    }

    private func read(_ path: String, of name: String) throws(StartError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .configuration("\(name) names \(path), which cannot be read: \(String(cString: strerror(errno))).")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG || status.st_mode & S_IFMT == S_IFIFO else {
            throw .configuration("\(name) names \(path), which is no file.")
        }
        if status.st_mode & S_IWOTH != 0 { throw .configuration("\(name) names \(path), which anyone may write: chmod it to 0600.") }
        if status.st_mode & S_IROTH != 0 { warn("\(name) names \(path), which anyone may read: chmod it to 0600.") }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= Self.secretBytesMax {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw .configuration("\(name) names \(path), which cannot be read: \(String(cString: strerror(errno))).")
            }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        guard bytes.count <= Self.secretBytesMax else {
            throw .configuration("\(name) names \(path), which is longer than \(Self.secretBytesMax) bytes.")
        }
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard !bytes.isEmpty else { throw .configuration("\(name) names \(path), which is empty.") }
        return bytes
    }
}
