import EventLoop
import Foundation
import Glibc
import Operations
import Synchronization

// Loads the Events service of a running stack and prints what was reached. compose/load events starts the stack and calls it.

signal(SIGPIPE, SIG_IGN)

/// Writes a line at once, whatever standard output is.
@Sendable func say(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
}

/// Ends the program with a sentence.
func fail(_ sentence: String, code: Int32) -> Never {
    FileHandle.standardError.write(Data("EventsLoad: \(sentence)\n".utf8))
    exit(code)
}

do {
    let options = try LoadOptions(Array(CommandLine.arguments.dropFirst()))
    let thread = try EventLoop(name: "load").start()
    let outcome = Mutex<Result<String, any Error>?>(nil)
    let ended = Operations.Semaphore()
    thread.loop.spawn("profile") { [loop = thread.loop] in
        do {
            let measurement = try await Measurement(options, loop: loop)
            let report = try await LoadProfile(options: options, measurement: measurement, say: say).run().markdown
            outcome.withLock { $0 = .success(report) }
        } catch {
            outcome.withLock { $0 = .failure(error) }
        }
        ended.post()
    }
    ended.wait()
    let report = try outcome.withLock { $0 }?.get() ?? ""
    say("\n\(report)")
    if let path = options.recordPath { try (report + "\n").write(toFile: path, atomically: true, encoding: .utf8) }
} catch let error as LoadOptions.UsageError {
    fail(error.sentence, code: 64)
} catch let error as Measurement.Failure {
    fail(error.sentence, code: 1)
} catch {
    fail("\(error)", code: 1)
}
