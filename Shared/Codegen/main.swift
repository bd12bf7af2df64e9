import Glibc

// protoc-gen-stratum: without arguments a plugin of protoc; `lower` rewrites a FileDescriptorSet for protoc-c. Both read standard input and write
// standard output.
do {
    let input = Standard.readInput()
    Standard.writeOutput(CommandLine.arguments.dropFirst() == ["lower"] ? try Lowering.lower(input) : try Plugin.answer(input))
} catch let error as CodegenError {
    Standard.report("protoc-gen-stratum: \(error.sentence)")
    exit(1)
}
