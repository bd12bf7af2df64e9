/// Why nothing is generated: one sentence for the person who edits the proto.
struct CodegenError: Error {
    let sentence: String
}
