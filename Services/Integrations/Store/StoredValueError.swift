import Advertising

/// A row holds a word that this binary does not know: written by a later one, or by hand.
struct StoredValueError: Error, CustomStringConvertible {
    let column: String

    var description: String { "the column \(column) holds a word that is not known here" }
}

extension Platform {
    init(stored text: String) throws(StoredValueError) {
        guard let platform = Platform(rawValue: text) else { throw StoredValueError(column: "platform") }
        self = platform
    }
}

extension ConnectionStatus {
    init(stored text: String) throws(StoredValueError) {
        guard let status = ConnectionStatus(rawValue: text) else { throw StoredValueError(column: "status") }
        self = status
    }
}
