/// How far two words are apart, for "did you mean".
package enum EditDistance {
    /// The least number of inserted, removed or changed bytes that turns one word into the other (Levenshtein).
    package static func between(_ one: String, _ other: String) -> Int {
        let columns = Array(other.utf8)
        var row = Array(0...columns.count)
        for (line, byte) in one.utf8.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in columns.indices {
                let change = diagonal + (columns[column] == byte ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, diagonal + 1, row[column] + 1)
            }
        }
        return row[columns.count]
    }

    /// The nearest of `candidates` that is at most a third of the word away, the first in order on a tie.
    package static func nearest(to word: String, among candidates: [String]) -> String? {
        let limit = max(2, word.utf8.count / 3)
        var best: (distance: Int, candidate: String)?
        for candidate in candidates {
            let distance = between(word, candidate)
            if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        return best?.candidate
    }
}
