import Testing

@testable import Platforms

@Suite("Bisection of a refused batch")
struct BatchBisectionTests {
    enum Blame: CaseIterable {
        case none, first, all, wrong
    }

    /// Plays a platform that refuses each request with a bad event. Gives back who was delivered, who was refused, and the requests.
    private func play(count: Int, bad: Set<Int>, blame: Blame) -> (delivered: [Int], refused: [Int], requests: Int) {
        var bisection = BatchBisection(count: count)
        var result: (delivered: [Int], refused: [Int], requests: Int) = ([], [], 0)
        while let places = bisection.next() {
            result.requests += 1
            let found = places.indices.filter { bad.contains(places[$0]) }
            guard !found.isEmpty else {
                result.delivered += places
                continue
            }
            let blamed: [Int] =
                switch blame {
                case .none: []
                case .first: [found[0]]
                case .all: found
                case .wrong: [places.indices.first { !found.contains($0) } ?? 0, 5000, -1]
                }
            if let refused = bisection.refused(blaming: blamed) { result.refused.append(refused) }
        }
        return result
    }

    @Test(arguments: Blame.allCases, [[], [0], [199], [100], [0, 1, 2], [3, 80, 198], Array(0..<200)])
    func `each bad event is refused alone and all others are delivered once`(blame: Blame, bad: [Int]) {
        let result = play(count: 200, bad: Set(bad), blame: blame)
        #expect(result.refused.sorted() == bad.sorted())
        #expect(result.delivered.sorted() == (0..<200).filter { !bad.contains($0) })
        #expect(result.requests < 400)
    }

    @Test func `one bad event costs few requests: two more when it is blamed, some twenty when not`() {
        #expect(play(count: 1000, bad: [], blame: .none).requests == 1)
        #expect(play(count: 1000, bad: [700], blame: .first).requests == 3)
        #expect(play(count: 1000, bad: [700], blame: .none).requests <= 21)
    }

    @Test(arguments: [0, 1]) func `nothing and a single event need no splitting`(count: Int) {
        #expect(play(count: count, bad: [0], blame: .none).requests == count)
    }
}
