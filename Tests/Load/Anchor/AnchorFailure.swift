/// Why the anchor could not do its work, in a sentence.
struct AnchorFailure: Error, CustomStringConvertible {
    let sentence: String
    var description: String { sentence }
}
