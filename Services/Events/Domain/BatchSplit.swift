/// How a batch that a platform refused as a whole is divided, so that one bad event never costs the others.
enum BatchSplit {
    /// Parts to send apart. The events that the platform blames go alone, one by one, and the rest together; without a blame the batch is halved.
    /// A batch of one has no parts: its event is the bad one.
    static func parts<Element>(of batch: [Element], blamed: [Int]) -> [[Element]] {
        guard batch.count > 1 else { return [] }
        let blamed = Set(blamed.filter(batch.indices.contains))
        guard !blamed.isEmpty, blamed.count < batch.count else {
            let middle = batch.count / 2
            return [Array(batch[..<middle]), Array(batch[middle...])]
        }
        let rest = batch.indices.filter { !blamed.contains($0) }.map { batch[$0] }
        return [rest] + blamed.sorted().map { [batch[$0]] }
    }
}
