import CPQ
import Foundation
import Glibc

// The anchor of `compose/load events`: what PostgreSQL takes from one plain libpq connection that stores the rows of accepted events, 1000 in a
// statement and a transaction, in tables of the same definition as the service's own. Prints rows a second, and the median and the 99th percentile
// of the milliseconds that one row takes alone: what the disk asks of everybody who waits for a commit.

do {
    guard CommandLine.arguments.count == 3, let seconds = Double(CommandLine.arguments[2]), seconds > 0 else {
        throw AnchorFailure(sentence: "Usage: UnnestAnchor CONNECTION SECONDS")
    }
    let tables = try AnchorTables(connection: CommandLine.arguments[1])
    try tables.prepare()
    let rate = try tables.rowsPerSecond(over: seconds)
    let commits = try tables.singleRowMilliseconds(over: seconds / 4)
    print(String(format: "%.0f %.2f %.2f", rate, commits.median, commits.p99))
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
