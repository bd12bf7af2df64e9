import Foundation

/// The program that stands beside the service in the same run: batches of rows by libpq into tables of the same definition.
struct Anchor {
    let words: [String]

    /// What it reached.
    struct Result {
        let rowsPerSecond: Double
        /// What one row takes alone, commit included, in milliseconds.
        let commitMedian: Double
        let commitP99: Double
    }

    /// Nil when none was named.
    func run() async throws -> Result? {
        guard let program = words.first else { return nil }
        let output = try await Self.output(of: program, Array(words.dropFirst()))
        let numbers = output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard numbers.count == 3 else { throw Measurement.Failure(sentence: "the anchor printed no numbers: \(output)") }
        return Result(rowsPerSecond: numbers[0], commitMedian: numbers[1], commitP99: numbers[2])
    }

    private static func output(of program: String, _ arguments: [String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        return try await withCheckedThrowingContinuation { continuation in
            // It prints one short line, which the pipe holds until the program has ended.
            process.terminationHandler = { ended in
                guard ended.terminationStatus == 0 else {
                    continuation.resume(throwing: Measurement.Failure(sentence: "the anchor ended with code \(ended.terminationStatus)."))
                    return
                }
                continuation.resume(returning: String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
            }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
    }
}
