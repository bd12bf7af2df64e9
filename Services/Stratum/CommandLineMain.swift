import EventLoop
import Glibc
import Operations
import RPC
import Synchronization

/// The main program: finds the command, runs it on a loop, and turns how it ended into an exit code.
enum CommandLineMain {
    static func run() -> Never {
        signal(SIGPIPE, SIG_IGN)
        let variables = environmentVariables()
        do {
            exit(try perform(Array(CommandLine.arguments.dropFirst()), variables))
        } catch {
            exit(complain(error, variables))
        }
    }

    private static func perform(_ words: [String], _ variables: [String: String]) throws -> Int32 {
        guard let first = words.first, first != "--help", first != "-h", first != "help" else {
            print(Command.overview)
            return words.isEmpty ? 64 : 0
        }
        let (command, rest) = try Command.find(words)
        let arguments = try Arguments(rest, for: command.specification)
        if arguments.wantsHelp {
            print(command.specification.help)
            return 0
        }
        let thread = try EventLoop(name: "stratum").start()
        let session = Session(
            terminal: Terminal(isJSON: arguments.has("json"), environment: variables), variables: variables, loop: thread.loop)
        let outcome = Mutex<(any Error)?>(nil)
        let ended = Semaphore()
        thread.loop.spawn {
            do { try await command.run(arguments, session) } catch { outcome.withLock { $0 = error } }
            ended.post()
        }
        ended.wait()
        if let error = outcome.withLock({ $0 }) { throw error }
        return 0
    }

    /// Says what went wrong in a sentence, and gives the exit code for it.
    private static func complain(_ error: any Error, _ variables: [String: String]) -> Int32 {
        let terminal = Terminal(isJSON: false, environment: variables)
        switch error {
        case let error as StartError:
            terminal.note("stratum: \(error.sentence)")
            return error.exitCode
        case let error as RPCError:
            terminal.note("stratum: \(CallFailure.sentence(error))")
            return CallFailure.exitCode(error)
        case let error as CommandFailure:
            terminal.note("stratum: \(error.description)")
            return 1
        default:
            terminal.note("stratum: \(error)")
            return 1
        }
    }

    private static func environmentVariables() -> [String: String] {
        var values: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let line = String(cString: text)
            if let separator = line.firstIndex(of: "=") {
                values[String(line[..<separator])] = String(line[line.index(after: separator)...])
            }
            entry += 1
        }
        return values
    }
}
