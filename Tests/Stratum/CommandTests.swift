import Operations
import Testing

@testable import Stratum

@Suite("Commands") struct CommandTests {
    @Test func `every command is found by its words`() throws {
        for command in Command.all {
            let (found, rest) = try Command.find(command.specification.words + ["a", "--json"])
            #expect(found.specification.words == command.specification.words)
            #expect(rest == ["a", "--json"])
        }
    }

    @Test(arguments: [
        (["order", "import"], "\"order import\" is no command: did you mean orders import?"),
        (["orders", "imprt", "a.csv"], "\"orders imprt\" is no command: did you mean orders import?"),
        (["orders-import"], "\"orders-import\" is no command: did you mean orders import?"),
        (["weather"], "\"weather\" is no command: try --help."),
        (["orders"], "orders is a group of commands: orders import."),
        (["orders", "--json"], "orders is a group of commands: orders import."),
    ])
    func `what is no command is answered with what was meant`(words: [String], sentence: String) {
        let error = #expect(throws: StartError.self) { try Command.find(words) }
        #expect(error?.sentence == sentence)
        #expect(error?.exitCode == 64)
    }

    @Test func `the help names every command, and a command's help every option`() {
        for command in Command.all {
            let name = command.specification.words.joined(separator: " ")
            #expect(Command.overview.contains("  \(name) "))
            for option in command.specification.options + CommandSpecification.commonOptions {
                #expect(command.specification.help.contains("--\(option.name)"), "\(name)")
            }
        }
    }

    @Test func `examples are commands that their own specification takes`() throws {
        for command in Command.all {
            guard let example = command.specification.example else { continue }
            // A shell takes what stands between quotes for one word.
            let words = example.matches(of: /'([^']*)'|([^ ]+)/).map { String($0.1 ?? $0.2 ?? "") }
            let (found, rest) = try Command.find(words)
            #expect(found.specification.words == command.specification.words)
            _ = try Arguments(rest, for: found.specification)
        }
    }
}
