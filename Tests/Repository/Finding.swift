/// One place that breaks a rule of the house.
struct Finding: Equatable, CustomStringConvertible {
    /// The file, from the checkout's root.
    let path: String
    /// The line, from 1; nil when the whole file is meant.
    var line: Int?
    /// What is wrong and what to do.
    let sentence: String

    var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(sentence)" }
}
