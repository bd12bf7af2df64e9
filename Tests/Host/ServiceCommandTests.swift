import Operations
import Testing

@testable import Host

@Suite("Service command")
struct ServiceCommandTests {
    @Test(arguments: [
        ([], ServiceCommand.serve), (["serve"], .serve), (["migrate"], .migrate), (["health"], .health),
        (["--print-config"], .printConfiguration), (["--check-config"], .checkConfiguration), (["--help"], .help), (["-h"], .help),
    ]) func `a word says what is to be done, and none means to serve`(_ arguments: [String], _ command: ServiceCommand) throws {
        #expect(try ServiceCommand(arguments) == command)
    }

    @Test(arguments: [["serf"], ["serve", "now"], ["--port", "1"]]) func `anything else is bad usage`(_ arguments: [String]) {
        let error = #expect(throws: StartError.self) { try ServiceCommand(arguments) }
        #expect(error?.exitCode == 64)
        #expect(error?.sentence.contains("--help") == true)
    }
}
