import Foundation
import Testing

@testable import Identity

@Suite("Last uses")
struct LastUsesTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func key(_ number: UInt8) -> LastUses.Key {
        LastUses.Key(tenantID: UUID(), apiKeyID: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number)))
    }

    @Test func `are written to the minute`() {
        var uses = LastUses(keysMax: 10)
        let used = key(1)
        uses.note(used, at: start + 59.9)
        uses.note(used, at: start + 61)
        let taken = uses.take()
        #expect(taken.map(\.key) == [used])
        #expect(taken.map(\.minute) == [start + 60])
        #expect(uses.isEmpty)
    }

    @Test func `a thousand exchanges in a minute make one write`() {
        var uses = LastUses(keysMax: 10)
        let used = key(1)
        var writes = 0
        for exchange in 0..<1000 {
            uses.note(used, at: start + Double(exchange) * 0.059)
            if exchange % 100 == 99, !uses.isEmpty { writes += uses.take().count }
        }
        #expect(writes == 1)
    }

    @Test func `what could not be written is handed out again`() {
        var uses = LastUses(keysMax: 10)
        let (one, other) = (key(1), key(2))
        uses.note(one, at: start)
        uses.note(other, at: start)
        let taken = uses.take()
        uses.note(one, at: start + 120)
        uses.putBack(taken)
        let again = uses.take()
        #expect(Dictionary(uniqueKeysWithValues: again.map { ($0.key, $0.minute) }) == [one: start + 120, other: start])
    }

    @Test func `memory is bounded`() {
        var uses = LastUses(keysMax: 3)
        for number in 0..<200 { uses.note(key(UInt8(number)), at: start) }
        #expect(uses.take().count == 3)
    }

    @Test func `a clock that goes back does not take a use back`() {
        var uses = LastUses(keysMax: 3)
        let used = key(1)
        uses.note(used, at: start + 600)
        uses.note(used, at: start)
        #expect(uses.take().map(\.minute) == [start + 600])
        uses.note(used, at: start)
        #expect(uses.isEmpty)
    }
}
