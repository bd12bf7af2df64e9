/// What Protos/generate tells the generator, as protoc's parameter: `key=value,key=value`.
struct GeneratorParameters {
    /// The C module of the lowered messages.
    var cModule = "CMessages"
    /// Where values go.
    var values = "Messages/Generated"
    /// Where client stubs and service protocols go; none when empty.
    var stubs = ""
    /// Where the table of file descriptors goes; none when empty.
    var descriptors = ""
    /// Where the C header with the descriptors' addresses goes.
    var addresses = "CMessages/include"
    /// Whether the values live outside the room Messages and have to import it.
    var importsMessages = false

    init(_ text: String) throws {
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw CodegenError(sentence: "the parameter \(pair) is not of the form key=value") }
            switch parts[0] {
            case "c_module": cModule = parts[1]
            case "values": values = parts[1]
            case "stubs": stubs = parts[1]
            case "descriptors": descriptors = parts[1]
            case "addresses": addresses = parts[1]
            case "imports_messages": importsMessages = parts[1] == "true"
            default: throw CodegenError(sentence: "the parameter \(parts[0]) is not known")
            }
        }
    }
}
