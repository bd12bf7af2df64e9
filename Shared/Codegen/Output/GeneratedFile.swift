/// A file that the generator hands to protoc, its path relative to protoc's output folder.
struct GeneratedFile {
    let path: String
    let content: String
}
