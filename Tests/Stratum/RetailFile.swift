import Foundation

@testable import Stratum

/// Retail files of the tests.
enum RetailFile {
    /// The sample that is part of the repository.
    static let sample = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "compose/samples/retail-sample.csv").path

    /// A folder with whole trading days of the data set, one file each (`2010-12-01.csv`); `STRATUM_TEST_RETAIL` names it.
    static let days = ProcessInfo.processInfo.environment["STRATUM_TEST_RETAIL"]

    /// The orders in a file of these lines, header apart.
    static func orders(_ lines: String...) throws -> RetailOrders {
        let text = ([RetailRow.columns.joined(separator: ",")] + lines).joined(separator: "\n")
        return try RetailOrders(Array(text.utf8))
    }
}
