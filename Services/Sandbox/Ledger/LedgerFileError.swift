import Glibc

/// The ledger's file cannot be read or written.
struct LedgerFileError: Error, CustomStringConvertible {
    /// What was tried, e.g. `open`.
    let operation: String
    let path: String
    /// `errno`; 0 when there is none.
    let code: Int32

    var description: String { "\(operation) \(path)\(code == 0 ? " failed" : ": \(String(cString: strerror(code)))")" }
}
