import Advertising
import EventLoop
import Foundation
import Resilience
import TestSupport
import Testing

@testable import Events

@Suite("Delivering")
struct DeliveryWorkerTests {
    @Test func `every event is sent once and logged as delivered`() async throws {
        try await WorkerFixture.run { fixture in
            fixture.start()
            let ids = (1...300).map { "e\($0)" }
            for start in stride(from: 0, to: 300, by: 50) { try await fixture.accept(Array(ids[start..<start + 50])) }
            #expect(try await fixture.eventually(all: .delivered, of: 300))
            #expect(fixture.sender.taken.sorted() == ids.sorted())
            let history = try #require(try await fixture.history("e7"))
            #expect(history.attempts.map(\.outcome) == ["delivered"])
            #expect(history.attempts.map(\.httpStatus) == [200])
        }
    }

    @Test func `one bad event never costs the others`() async throws {
        try await WorkerFixture.run { fixture in
            let bad: Set<String> = ["e3", "e17", "e18", "e40"]
            fixture.sender.answer = { ids, _ in ids.contains(where: bad.contains) ? .refused() : .delivered }
            try await fixture.accept((1...40).map { "e\($0)" })
            fixture.start()
            #expect(try await fixture.eventually { try await fixture.statuses().values.allSatisfy { $0 != .pending } })
            let statuses = try await fixture.statuses()
            #expect(Set(statuses.filter { $0.value == .rejected }.keys) == bad)
            #expect(Set(fixture.sender.taken) == Set(statuses.keys).subtracting(bad))
            #expect(fixture.sender.taken.count == 36, "none of the good ones was taken twice")
            #expect(fixture.sender.requests.count < 40)
            let summary = try #require(try await fixture.summary("e17"))
            #expect(summary.reason == "bad event")
            #expect(summary.attempts == 1)
        }
    }

    @Test func `a platform that says which event is bad is taken at its word only when it stands alone`() async throws {
        try await WorkerFixture.run { fixture in
            fixture.sender.answer = { ids, _ in ids.firstIndex(of: "e5").map { .refused(blaming: [$0]) } ?? .delivered }
            try await fixture.accept((1...10).map { "e\($0)" })
            fixture.start()
            #expect(try await fixture.eventually { try await fixture.statuses().values.allSatisfy { $0 != .pending } })
            #expect(fixture.sender.requests.map(\.count).sorted() == [1, 9, 10])
            #expect(try await fixture.statuses().filter { $0.value == .rejected }.keys.sorted() == ["e5"])
        }
    }

    @Test func `what the rules of the platform refuse is not sent`() async throws {
        try await WorkerFixture.run { fixture in
            fixture.sender.unsendable = ["e1"]
            try await fixture.accept(["e1", "e2"])
            fixture.start()
            #expect(try await fixture.eventually { try await fixture.statuses() == ["e1": .rejected, "e2": .delivered] })
            #expect(fixture.sender.requests == [["e2"]])
            let history = try #require(try await fixture.history("e1"))
            #expect(history.summary.reason == "too little customer information")
            #expect(history.attempts.isEmpty)
            let stages = history.stages(hashed: [], plain: [], platformName: nil).map(\.stage)
            #expect(stages == [.dedupe, .hash, .map, .log])
        }
    }

    @Test func `a failure is tried again with backoff, and every attempt is logged`() async throws {
        try await WorkerFixture.run { fixture in
            fixture.sender.answer = { _, number in number <= 2 ? .failed(.retry(after: nil)) : .delivered }
            try await fixture.accept(["e1"])
            fixture.start()
            #expect(try await fixture.eventually(all: .delivered, of: 1))
            let history = try #require(try await fixture.history("e1"))
            #expect(history.attempts.map(\.outcome) == ["retry", "retry", "delivered"])
            #expect(history.attempts.map(\.number) == [1, 2, 3])
            #expect(history.summary.attempts == 3)
        }
    }

    @Test func `too many calls pause the lane and do not open the breaker`() async throws {
        try await WorkerFixture.run { fixture in
            fixture.settings.breaker = CircuitBreaker.Limits(failures: 1)
            fixture.sender.answer = { _, number in
                number <= 3 ? .failed(.rateLimited(after: .milliseconds(30)), .notCounted) : .delivered
            }
            try await fixture.accept(["e1", "e2"])
            let start = ContinuousClock.now
            fixture.start()
            #expect(try await fixture.eventually(all: .delivered, of: 2))
            #expect(ContinuousClock.now - start >= .milliseconds(90))
            #expect(fixture.sender.requests.count == 4)
        }
    }

    @Test func `an open breaker stops sending, says so, and is still open for the next holder`() async throws {
        try await WorkerFixture.run { fixture in
            fixture.settings.breaker = CircuitBreaker.Limits(failures: 3, recoveryTime: .seconds(600))
            fixture.sender.answer = { _, _ in .failed(.retry(after: nil)) }
            try await fixture.accept(["e1"])
            fixture.start()
            #expect(
                try await fixture.eventually {
                    try await fixture.history("e1")?.pause?.reason.contains("circuit breaker") ?? false
                })
            #expect(fixture.sender.requests.count == 3)
            let state = try await fixture.parts.database.scratch.sqlAsSuperuser(
                "select breaker_state from events.delivery_lanes where tenant_id = '\(fixture.tenantID)'")
            #expect(state.contains("open"))
            // Somebody who lifts the pause finds the breaker open all the same.
            try await fixture.parts.database.scratch.sqlAsSuperuser(
                "update events.delivery_lanes set paused_until = null where tenant_id = '\(fixture.tenantID)'")
            #expect(
                try await fixture.eventually {
                    try await fixture.parts.count(
                        "select count(*) from events.delivery_lanes where tenant_id = '\(fixture.tenantID)' and paused_until is not null")
                        == 1
                })
            #expect(fixture.sender.requests.count == 3)
            #expect(try await fixture.statuses() == ["e1": .pending])
        }
    }

    @Test func `an open breaker lets a probe through after its time and closes with its success`() async throws {
        try await WorkerFixture.run { fixture in
            fixture.settings.breaker = CircuitBreaker.Limits(failures: 2, recoveryTime: .milliseconds(200))
            fixture.sender.answer = { _, number in number <= 3 ? .failed(.retry(after: nil)) : .delivered }
            try await fixture.accept(["e1"])
            fixture.start()
            #expect(try await fixture.eventually(all: .delivered, of: 1))
            let history = try #require(try await fixture.history("e1"))
            #expect(history.attempts.map(\.breakerState) == [.closed, .closed, .halfOpen, .halfOpen])
        }
    }

    @Test func `refused credentials stop the lane until there are others`() async throws {
        try await WorkerFixture.run { fixture in
            fixture.sender.answer = { _, number in number == 1 ? .failed(.credentialsRefused, .failure(.authentication)) : .delivered }
            try await fixture.accept(["e1"])
            fixture.start()
            #expect(try await fixture.eventually { try await fixture.history("e1")?.pause != nil })
            #expect(fixture.credentials.refusals == [1])
            #expect(fixture.sender.requests.count == 1)
            #expect(try await fixture.statuses() == ["e1": .pending])
            fixture.credentials.answer = .success(2)
            let destination = Destination(lane: fixture.lane, pixelID: "1", version: 2, isEnabled: true)
            let changed = try await fixture.parts.destinations.apply([destination], timeout: .seconds(10))
            fixture.worker?.reconnect(changed)
            #expect(try await fixture.eventually(all: .delivered, of: 1))
            #expect(fixture.sender.versions == [1, 2])
        }
    }

    @Test func `without credentials nothing is sent and accepting goes on`() async throws {
        try await WorkerFixture.run { fixture in
            fixture.credentials.answer = .failure(.unavailable(retryAfter: .milliseconds(50)))
            fixture.start()
            try await fixture.accept(["e1"])
            #expect(try await fixture.eventually { fixture.credentials.asked >= 2 })
            try await fixture.accept(["e2"])
            #expect(fixture.sender.requests.isEmpty)
            fixture.credentials.answer = .success(1)
            #expect(try await fixture.eventually(all: .delivered, of: 2))
        }
    }

    @Test func `a disabled destination gets nothing`() async throws {
        try await WorkerFixture.run { fixture in
            try await fixture.accept(["e1"])
            let (tooOld, acceptedAt) = (fixture.parts.now - .seconds(7 * 86_400 + 1), fixture.parts.now - .seconds(86_400))
            try await fixture.parts.accept([Samples.staged(fixture.tenantID, id: "old", time: tooOld, acceptedAt: acceptedAt)])
            let destination = Destination(lane: fixture.lane, pixelID: "1", version: 2, isEnabled: false)
            _ = try await fixture.parts.destinations.apply([destination], timeout: .seconds(10))
            fixture.start()
            #expect(try await fixture.eventually { try await fixture.history("e1")?.pause?.reason.contains("disconnected") ?? false })
            #expect(fixture.sender.requests.isEmpty)
            #expect(try await fixture.statuses() == ["e1": .pending, "old": .dead], "what is too old has its end all the same")
        }
    }

    @Test func `an event too old for the platform is rejected when it was so from the start, and dead when it became so`() async throws {
        try await WorkerFixture.run { fixture in
            let week: Duration = .seconds(7 * 86_400)
            try await fixture.accept(["from the start"], time: fixture.parts.now - week - .seconds(5))
            let acceptedAt = fixture.parts.now - .seconds(86_400)
            try await fixture.parts.accept([
                Samples.staged(fixture.tenantID, id: "later", time: fixture.parts.now - week - .seconds(1), acceptedAt: acceptedAt)
            ])
            fixture.start()
            #expect(try await fixture.eventually { try await fixture.statuses() == ["from the start": .rejected, "later": .dead] })
            #expect(fixture.sender.requests.isEmpty)
            let dead = try #require(try await fixture.summary("later"))
            guard
                case .replayed = try await fixture.parts.log.replay(
                    dead.id, of: fixture.tenantID, now: fixture.parts.now, timeout: .seconds(10))
            else {
                Issue.record("a dead delivery can be replayed")
                return
            }
        }
    }

    @Test func `after the last attempt a delivery is dead, and replayed it goes out under the same id and body`() async throws {
        try await WorkerFixture.run { fixture in
            fixture.settings.attemptsMax = 2
            fixture.sender.answer = { _, number in number <= 2 ? .failed(.retry(after: nil)) : .delivered }
            try await fixture.accept(["e1"])
            fixture.start()
            #expect(try await fixture.eventually(all: .dead, of: 1))
            let id = try #require(try await fixture.summary("e1")).id
            _ = try await fixture.parts.log.replay(id, of: fixture.tenantID, now: fixture.parts.now, timeout: .seconds(10))
            fixture.worker?.wake([fixture.lane], fromStart: true)
            #expect(try await fixture.eventually(all: .delivered, of: 1))
            let history = try #require(try await fixture.history("e1"))
            #expect(history.attempts.map(\.outcome) == ["retry", "retry", "delivered"])
            #expect(Set(history.attempts.map(\.bodySHA256)).count == 1)
        }
    }

    @Test func `requests are bounded in events, in bytes and at once`() async throws {
        try await WorkerFixture.run { fixture in
            fixture.sender.limits.eventsPerRequest = 20
            fixture.sender.requestBytesMax = 40
            fixture.settings.batchesPerLane = 3
            let loop = fixture.parts.loop
            fixture.sender.answer = { _, _ in
                try? await loop.sleep(for: .milliseconds(5))
                return .delivered
            }
            try await fixture.accept((100...299).map { "e\($0)" })
            fixture.start()
            #expect(try await fixture.eventually(all: .delivered, of: 200))
            #expect(fixture.sender.requests.allSatisfy { $0.count <= 10 })
            #expect((2...3).contains(fixture.sender.mostAtOnce))
        }
    }

    @Test func `stopping does not wait for ever for an answer`() async throws {
        try await WorkerFixture.run { fixture in
            fixture.settings.stopGrace = .milliseconds(50)
            let loop = fixture.parts.loop
            fixture.sender.answer = { _, _ in
                do {
                    try await loop.sleep(for: .seconds(600))
                    return .delivered
                } catch {
                    return .failed(.unknown, .notCounted)
                }
            }
            try await fixture.accept(["e1"])
            fixture.start()
            #expect(try await fixture.eventually { fixture.sender.requests.count == 1 })
            await fixture.worker?.stop()
            let history = try #require(try await fixture.history("e1"))
            #expect(history.summary.status == .pending)
            #expect(history.attempts.map(\.outcome) == ["unknown"], "it is written down that it may have been taken")
        }
    }

    @Test func `whatever a platform answers can be written down`() async throws {
        try await WorkerFixture.run { fixture in
            fixture.sender.answer = { _, _ in
                SendAnswer(
                    outcome: .refused(blamed: []), health: .notCounted, httpStatus: 99_999,
                    platformCode: String(repeating: "9", count: 1000),
                    reason: "zero \u{0} bell \u{7} \(String(repeating: "é", count: 1000))",
                    response: String(repeating: "\u{0}\u{1F}x", count: 10_000), latency: .seconds(1_000_000))
            }
            try await fixture.accept(["e1"])
            fixture.start()
            #expect(try await fixture.eventually(all: .rejected, of: 1))
            let attempt = try #require(try await fixture.history("e1")?.attempts.first)
            #expect(attempt.reason?.hasPrefix("zero   bell   éé") == true)
            #expect(attempt.reason?.utf8.count == 500)
            #expect(attempt.response?.utf8.count == 4096)
        }
    }

    @Test func `stopping finishes what is under way and gives the lane back`() async throws {
        try await WorkerFixture.run { fixture in
            let loop = fixture.parts.loop
            fixture.sender.answer = { _, _ in
                try? await loop.sleep(for: .milliseconds(100))
                return .delivered
            }
            try await fixture.accept(["e1"])
            fixture.start()
            #expect(try await fixture.eventually { fixture.sender.requests.count == 1 })
            await fixture.worker?.stop()
            #expect(try await fixture.statuses() == ["e1": .delivered])
            #expect(
                try await fixture.parts.count(
                    "select count(*) from events.delivery_lanes where tenant_id = '\(fixture.tenantID)' and leased_by is null") == 1)
        }
    }
}
