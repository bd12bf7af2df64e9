import Operations
import Testing

@testable import Stratum

@Suite("Arguments of a command") struct ArgumentsTests {
    private static let specification = CommandSpecification(
        "orders import", "reads", operands: ["FILE…"],
        options: [
            .option("batch", "N", "events at a time"), .option("platform", "NAME", "which"), .flag("dry-run", "send nothing"),
        ])
    private static let issuing = CommandSpecification(
        "api-keys issue", "issues", operands: ["NAME"], options: [.option("tenant", "ID", "whose it is", isRequired: true)])

    private static func arguments(_ words: String...) throws -> Arguments { try Arguments(words, for: specification) }

    @Test(arguments: [
        ["a.csv", "--batch", "5"], ["--batch", "5", "a.csv"], ["--batch=5", "a.csv"], ["--batch=9", "--batch", "5", "a.csv"],
    ])
    func `an option's value follows it, or an equals sign`(words: [String]) throws {
        let arguments = try Arguments(words, for: Self.specification)
        #expect(arguments["batch"] == "5")
        #expect(arguments.operands == ["a.csv"])
    }

    @Test func `a value may hold anything`() throws {
        #expect(try Self.arguments("a", "--batch=")["batch"] == "")
        #expect(try Self.arguments("a", "--batch=a=b")["batch"] == "a=b")
        #expect(try Self.arguments("a", "--batch", "--dry-run")["batch"] == "--dry-run")
    }

    @Test func `a flag is given or not`() throws {
        #expect(try Self.arguments("a", "--dry-run").has("dry-run"))
        #expect(try !Self.arguments("a").has("dry-run"))
        #expect(try Self.arguments("a", "--json").has("json"))
    }

    @Test func `everything after two dashes is an operand`() throws {
        #expect(try Self.arguments("a", "--", "--batch", "--", "-x").operands == ["a", "--batch", "--", "-x"])
    }

    @Test func `one dash is standard input`() throws {
        #expect(try Self.arguments("-").operands == ["-"])
    }

    @Test func `help needs nothing else`() throws {
        #expect(try Self.arguments("--help").wantsHelp)
        #expect(try Arguments(["--help"], for: Self.issuing).wantsHelp)
    }

    @Test(arguments: [
        (["a", "--bach", "5"], "--bach is no option of orders import: did you mean --batch?"),
        (["a", "--jsn"], "--jsn is no option of orders import: did you mean --json?"),
        (["a", "--bach=5"], "--bach is no option of orders import: did you mean --batch?"),
        (["a", "--weather"], "--weather is no option of orders import: try --help."),
        (["a", "--batch"], "--batch needs a value: N."), (["a", "--dry-run=yes"], "--dry-run takes no value."),
        ([], "orders import needs FILE…: try --help."),
    ])
    func `bad usage is answered with a sentence and exit code 64`(words: [String], sentence: String) {
        let error = #expect(throws: StartError.self) { try Arguments(words, for: Self.specification) }
        #expect(error?.sentence == sentence)
        #expect(error?.exitCode == 64)
    }

    @Test(arguments: [
        (["demo"], "--tenant ID is needed: whose it is."), (["--tenant", "1"], "api-keys issue needs NAME: try --help."),
        (["a", "b", "--tenant", "1"], "\"b\" is one word too many for api-keys issue: try --help."),
    ])
    func `what is needed is asked for, and no more is taken`(words: [String], sentence: String) {
        let error = #expect(throws: StartError.self) { try Arguments(words, for: Self.issuing) }
        #expect(error?.sentence == sentence)
    }

    @Test(arguments: ["0", "1001", "five", "", "1.5", "99999999999999999999"])
    func `a number outside its limits is refused`(text: String) throws {
        let arguments = try Self.arguments("a", "--batch=\(text)")
        let error = #expect(throws: StartError.self) { try arguments.int("batch", default: 250, in: 1...1000) }
        #expect(error?.sentence == "--batch is \"\(text)\": a whole number from 1 to 1000 is needed.")
    }

    @Test func `a number that is not given has its default`() throws {
        #expect(try Self.arguments("a").int("batch", default: 250, in: 1...1000) == 250)
        #expect(try Self.arguments("a", "--batch", "1000").int("batch", default: 250, in: 1...1000) == 1000)
    }

    @Test func `a choice is one of its words in any case`() throws {
        let choices = [("meta", 1), ("tiktok", 2)]
        #expect(try Self.arguments("a", "--platform", "TikTok").choice("platform", among: choices) == 2)
        #expect(try Self.arguments("a").choice("platform", among: choices) == nil)
        let error = #expect(throws: StartError.self) { try Self.arguments("a", "--platform", "x").choice("platform", among: choices) }
        #expect(error?.sentence == "--platform is \"x\": one of meta, tiktok is needed.")
    }
}
