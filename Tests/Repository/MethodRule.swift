/// Every method of our contracts says who may call it, and a test calls it.
///
/// A Swift test calls it when its file names the client, the handlers or the method table of the service (`EventsServiceClient`, …) and calls
/// `.ingestEvents(`; a Python test when its file names `EventsServiceStub` and calls `.IngestEvents(`.
enum MethodRule {
    static func findings(in tree: SourceTree) -> [Finding] {
        let methods = tree.files(in: "Protos/stratum/").filter { $0.path.hasSuffix(".proto") }.flatMap(ProtoMethod.methods)
        let open = methods.filter { !$0.options.contains("(stratum.options.v1.access)") }.map {
            Finding(path: $0.path, sentence: "\($0.service).\($0.name) has no access option: say who may call it.")
        }
        // A contract may be ahead of its service; once the service is built, its methods are called.
        let built = Set(tree.manifest.services.map { "stratum.\($0.name.lowercased()).v1" })
        let untested = methods.filter { built.contains($0.package) && !isCalled($0, in: tree) }.map {
            Finding(path: $0.path, sentence: "no test calls \($0.service).\($0.name).")
        }
        return open + untested
    }

    private static func isCalled(_ method: ProtoMethod, in tree: SourceTree) -> Bool {
        let owners = Set(["Client", "Handlers", "Methods"].map { method.service + $0 })
        let inSwift = tree.swift(in: "Tests/").contains { source in
            source.tokens.contains { owners.contains($0.text) } && calls(method.swiftName, in: source.tokens)
        }
        return inSwift
            || tree.files(in: "Tests/").contains { file in
                file.path.hasSuffix(".py") && file.text.contains("\(method.service)Stub") && file.text.contains(".\(method.name)(")
            }
    }

    private static func calls(_ name: String, in tokens: [SwiftToken]) -> Bool {
        tokens.indices.dropFirst().contains { index in
            tokens[index].text == name && tokens[index - 1].text == "." && index + 1 < tokens.count && tokens[index + 1].text == "("
        }
    }
}
