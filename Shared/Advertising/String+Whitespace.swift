extension String {
    /// Without white space at either end.
    var trimmingWhitespace: String {
        // Nothing to do for nearly every text: both ends are ASCII and printed.
        if let first = utf8.first, let last = utf8.last, (0x21..<0x7F).contains(first), (0x21..<0x7F).contains(last) { return self }
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
