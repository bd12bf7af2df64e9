/// Writes one open enum: values that the proto does not name survive as `unrecognized`.
struct EnumGenerator {
    let proto: EnumSchema

    /// Values with distinct numbers; a second name of a number is an alias.
    private var cases: [EnumSchema.Value] {
        var seen: Set<Int32> = []
        return proto.values.filter { seen.insert($0.number).inserted }
    }

    private var aliases: [EnumSchema.Value] {
        var seen: Set<Int32> = []
        return proto.values.filter { !seen.insert($0.number).inserted }
    }

    private func name(_ value: EnumSchema.Value) -> String {
        SwiftNames.enumCase(value.name, of: proto.name)
    }

    private func name(ofNumber number: Int32) -> String {
        cases.first { $0.number == number }.map(name) ?? "unrecognized(\(number))"
    }

    func write(to out: inout SourceWriter) {
        let isGoogles = proto.fullName.hasPrefix("google.protobuf.")
        out.comment(isGoogles ? [] : proto.comment, otherwise: "\(proto.fullName).")
        out.block("package enum \(SwiftNames.escaped(proto.name)): OpenEnum") { out in
            for value in cases {
                out.comment(isGoogles ? [] : value.comment, otherwise: "`\(value.name)`.")
                out.line("case \(name(value))")
            }
            out.line("/// A number that this version of the proto does not name.")
            out.line("case unrecognized(Int32)")
            out.line()
            for value in aliases {
                out.line("/// `\(value.name)`: another name of `\(name(ofNumber: value.number))`.")
                out.line("package static var \(name(value)): Self { .\(name(ofNumber: value.number)) }")
            }
            out.line("package static let allCases: [Self] = [\(cases.map { "." + name($0) }.joined(separator: ", "))]")
            out.line("package static let fullName = \"\(proto.fullName)\"")
            writeNumbers(to: &out)
            writeNames(to: &out)
        }
    }

    private func writeNumbers(to out: inout SourceWriter) {
        out.line()
        out.block("package init(rawValue: Int32)") { out in
            out.line("switch rawValue {")
            for value in cases { out.line("case \(value.number): self = .\(name(value))") }
            out.line("default: self = .unrecognized(rawValue)")
            out.line("}")
        }
        out.line()
        out.block("package var rawValue: Int32") { out in
            out.line("switch self {")
            for value in cases { out.line("case .\(name(value)): \(value.number)") }
            out.line("case .unrecognized(let number): number")
            out.line("}")
        }
    }

    private func writeNames(to out: inout SourceWriter) {
        out.line()
        out.block("package var protoName: String?") { out in
            out.line("switch self {")
            for value in cases { out.line("case .\(name(value)): \"\(value.name)\"") }
            out.line("case .unrecognized: nil")
            out.line("}")
        }
        out.line()
        out.block("package init?(protoName: String)") { out in
            out.line("switch protoName {")
            for value in proto.values { out.line("case \"\(value.name)\": self = .\(name(ofNumber: value.number))") }
            out.line("default: return nil")
            out.line("}")
        }
    }
}
