/// What became of an import. Accepted, duplicate and refused count events; skipped counts rows of the files.
struct ImportTotals {
    var accepted = 0
    var duplicate = 0
    var refused = 0
    var skipped = 0

    var sentence: String { "\(accepted) accepted, \(duplicate) duplicate, \(refused) refused; \(skipped) rows skipped" }

    var json: String {
        #"{"accepted":\#(accepted),"duplicate":\#(duplicate),"refused":\#(refused),"skipped":\#(skipped)}"#
    }
}
