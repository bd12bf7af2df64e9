/// Writes a C table of the files as their authors wrote them, for reflection: serialised descriptors, symbols, extensions.
struct DescriptorTableGenerator {
    let schema: Schema

    func header() -> String {
        var out = SourceWriter(source: "the protos")
        out.line("#pragma once")
        out.line()
        out.line("#include <stddef.h>")
        out.line("#include <stdint.h>")
        out.line()
        out.line("// A proto file: its serialised FileDescriptorProto, and the indices of the files it imports.")
        out.line("struct stratum_file {")
        out.line("    const char *name;")
        out.line("    const uint8_t *bytes;")
        out.line("    size_t length;")
        out.line("    const uint16_t *dependencies;")
        out.line("    size_t dependency_count;")
        out.line("};")
        out.line("// A message, enum, service, method or extension, and the index of the file that declares it.")
        out.line("struct stratum_symbol {")
        out.line("    const char *name;")
        out.line("    size_t file;")
        out.line("};")
        out.line("// An extension field, and the index of the file that declares it.")
        out.line("struct stratum_extension {")
        out.line("    const char *extendee;")
        out.line("    int32_t number;")
        out.line("    size_t file;")
        out.line("};")
        out.line()
        out.line("const struct stratum_file *stratum_files(size_t *count);")
        out.line("const struct stratum_symbol *stratum_symbols(size_t *count);")
        out.line("const struct stratum_extension *stratum_extensions(size_t *count);")
        return out.text
    }

    func source() -> String {
        var out = SourceWriter(source: "the protos")
        out.line("#include \"file_descriptors.h\"")
        for (index, file) in schema.files.enumerated() { write(file, index: index, to: &out) }
        out.line()
        out.line("static const struct stratum_file files[] = {")
        for (index, file) in schema.files.enumerated() {
            let dependencies = file.dependencies.isEmpty ? "0, 0" : "dependencies_\(index), \(file.dependencies.count)"
            out.line("    {\"\(file.name)\", (const uint8_t *)bytes_\(index), \(file.descriptor.count), \(dependencies)},")
        }
        out.line("};")
        out.line("static const struct stratum_symbol symbols[] = {")
        for (index, file) in schema.files.enumerated() {
            for symbol in symbols(of: file) { out.line("    {\"\(symbol)\", \(index)},") }
        }
        out.line("};")
        out.line("static const struct stratum_extension extensions[] = {")
        for (index, file) in schema.files.enumerated() {
            for item in file.extensions { out.line("    {\"\(item.extendee)\", \(item.number), \(index)},") }
        }
        out.line("    {0, 0, 0},")
        out.line("};")
        out.line()
        out.line("const struct stratum_file *stratum_files(size_t *count) {")
        out.line("    *count = sizeof files / sizeof *files;")
        out.line("    return files;")
        out.line("}")
        out.line("const struct stratum_symbol *stratum_symbols(size_t *count) {")
        out.line("    *count = sizeof symbols / sizeof *symbols;")
        out.line("    return symbols;")
        out.line("}")
        out.line("const struct stratum_extension *stratum_extensions(size_t *count) {")
        out.line("    *count = sizeof extensions / sizeof *extensions - 1;")
        out.line("    return extensions;")
        out.line("}")
        return out.text
    }

    private func write(_ file: FileSchema, index: Int, to out: inout SourceWriter) {
        out.line()
        out.line("// \(file.name)")
        let indices = file.dependencies.compactMap { name in schema.files.firstIndex { $0.name == name } }
        if !indices.isEmpty {
            out.line("static const uint16_t dependencies_\(index)[] = {\(indices.map(String.init).joined(separator: ", "))};")
        }
        out.line("static const char bytes_\(index)[] =")
        for start in stride(from: 0, to: file.descriptor.count, by: 48) {
            let end = min(start + 48, file.descriptor.count)
            out.line("    \"\(Self.escaped(file.descriptor[start..<end]))\"\(end == file.descriptor.count ? ";" : "")")
        }
    }

    /// Bytes as the inside of a C string literal: printable ASCII as it is, the rest in three octal digits.
    private static func escaped(_ bytes: ArraySlice<UInt8>) -> String {
        var text = ""
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += "\\" + String(UnicodeScalar(byte))
            // "??" could begin a trigraph.
            case 0x20..<0x7f where byte != UInt8(ascii: "?"): text += String(UnicodeScalar(byte))
            default:
                let octal = String(byte, radix: 8)
                text += "\\" + String(repeating: "0", count: 3 - octal.count) + octal
            }
        }
        return text
    }

    private func symbols(of file: FileSchema) -> [String] {
        let services = file.services.flatMap { service in
            [service.fullName] + service.methods.map { "\(service.fullName).\($0.name)" }
        }
        return file.allMessages.map(\.fullName) + file.allEnums.map(\.fullName) + services + file.extensions.map(\.fullName)
    }
}
