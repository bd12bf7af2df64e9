import Testing

@testable import Events

@Suite("Dividing a refused batch")
struct BatchSplitTests {
    @Test(arguments: 2...33)
    func `isolates every bad event and loses none`(_ count: Int) {
        for bad in [Set([0]), Set([count - 1]), Set(0..<count), Set(stride(from: 0, to: count, by: 3))] {
            for blames in [true, false] {
                var queue = [Array(0..<count)]
                var (taken, isolated, requests) = (Set<Int>(), Set<Int>(), 0)
                while let batch = queue.popLast() {
                    requests += 1
                    let blamed = batch.indices.filter { bad.contains(batch[$0]) }
                    if blamed.isEmpty {
                        taken.formUnion(batch)
                    } else if batch.count == 1 {
                        isolated.formUnion(batch)
                    } else {
                        queue += BatchSplit.parts(of: batch, blamed: blames ? [blamed[0]] : [])
                    }
                }
                #expect(isolated == bad)
                #expect(taken == Set(0..<count).subtracting(bad))
                #expect(requests < 2 * count)
            }
        }
    }

    @Test func `a blame that is none halves`() {
        #expect(BatchSplit.parts(of: [1, 2, 3, 4], blamed: [7, -1]) == [[1, 2], [3, 4]])
        #expect(BatchSplit.parts(of: [1, 2], blamed: [0, 1]) == [[1], [2]])
        #expect(BatchSplit.parts(of: [1], blamed: []).isEmpty)
    }
}
