import Operations

/// Where the API key comes from: `STRATUM_API_KEY`, else the file `STRATUM_CREDENTIALS_FILE`, else `.stratum/credentials` here or in a folder above.
enum Credentials {
    static func apiKey(_ environment: Environment, _ variables: [String: String]) throws(StartError) -> String {
        if let key = variables["STRATUM_API_KEY"], !key.isEmpty { return key.trimmed }
        if let secret = try environment.optionalSecret("STRATUM_CREDENTIALS_FILE", "The API key.") { return secret.revealText().trimmed }
        for path in candidates(from: File.workingDirectory) {
            if let bytes = try? File.read(path) { return String(decoding: bytes, as: UTF8.self).trimmed }
        }
        throw .configuration("There is no API key: set STRATUM_API_KEY, or run compose/up, which writes .stratum/credentials.")
    }

    /// `.stratum/credentials` in a folder and in all above it, nearest first.
    static func candidates(from directory: String) -> [String] {
        var paths: [String] = []
        var folder = directory[...]
        while true {
            paths.append((folder == "/" ? "" : folder) + "/.stratum/credentials")
            guard let slash = folder.lastIndex(of: "/"), folder != "/" else { return paths }
            folder = slash == folder.startIndex ? "/" : folder[..<slash]
        }
    }
}
