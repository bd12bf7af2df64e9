/// Writes the C header that gives Swift the addresses of protobuf-c's descriptors.
///
/// Swift must not take the address of an imported C global: an optimised build hands out the address of a copy.
struct AddressGenerator {
    let schema: Schema

    func generate() -> String {
        var out = SourceWriter(source: "the protos")
        out.line("#pragma once")
        out.line()
        out.line("#include <protobuf-c/protobuf-c.h>")
        for file in schema.generatedFiles where !file.messages.isEmpty {
            out.line()
            out.line("#include \"\(file.name.dropLast(".proto".count)).pb-c.h\"")
            for name in file.allMessages.flatMap({ [$0.fullName] + $0.mapEntries }) {
                let stem = CNames.stem(name)
                out.line("static inline const ProtobufCMessageDescriptor *\(stem)__address(void) { return &\(stem)__descriptor; }")
            }
        }
        return out.text
    }
}
