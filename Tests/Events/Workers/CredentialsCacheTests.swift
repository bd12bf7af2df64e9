import Advertising
import EventLoop
import Foundation
import Operations
import TestSupport
import Testing

@testable import Events

@Suite("Keeping credentials")
struct CredentialsCacheTests {
    /// Integrations in memory. Confined to its loop.
    private final class Source: @unchecked Sendable {
        var answer: Result<Int64, CredentialsFailure> = .success(1)
        var asked = 0
        var reports: [Int64] = []
        var reportFailures = 0
    }

    private struct Unreachable: Error {}

    private let lane = Lane(tenantID: UUID(), platform: .meta)

    private static func run(_ body: @escaping @Sendable (CredentialsCache, Source, EventLoop) async throws -> Void) async throws {
        try await TestLoop.run { loop in
            let source = Source()
            let cache = CredentialsCache(
                loop: loop, log: .silent, entriesMax: 2,
                fetch: { _ in
                    source.asked += 1
                    return source.answer.map {
                        DeliveryCredentials(platform: .meta(pixelID: "1", accessToken: Secret([])), version: $0)
                    }
                },
                report: { _, version, _ in
                    if source.reportFailures > 0 {
                        source.reportFailures -= 1
                        throw Unreachable()
                    }
                    source.reports.append(version)
                })
            try await body(cache, source, loop)
        }
    }

    private static func version(_ answer: Result<DeliveryCredentials, CredentialsFailure>) -> Int64? {
        try? answer.get().version
    }

    @Test func `are asked for once, and again when the connection has changed`() async throws {
        let lane = lane
        try await Self.run { cache, source, _ in
            for _ in 1...3 { #expect(Self.version(await cache.credentials(for: lane)) == 1) }
            #expect(source.asked == 1)
            source.answer = .success(2)
            cache.forget(lane)
            #expect(Self.version(await cache.credentials(for: lane)) == 2)
        }
    }

    @Test func `that were refused are not used again, and their owner is told until he hears`() async throws {
        let lane = lane
        try await Self.run { cache, source, loop in
            let credentials = try await cache.credentials(for: lane).get()
            source.reportFailures = 1
            cache.refused(credentials, of: lane, reason: "expired")
            cache.refused(credentials, of: lane, reason: "expired")
            guard case .failure(.refused(let reason)) = await cache.credentials(for: lane) else {
                Issue.record("refused credentials were given out")
                return
            }
            #expect(reason == "expired")
            #expect(try await TestLoop.eventually(on: loop) { source.reports == [1] })
            // Another version is another matter.
            source.answer = .success(2)
            cache.forget(lane)
            #expect(Self.version(await cache.credentials(for: lane)) == 2)
            cache.refused(credentials, of: lane, reason: "late")
            #expect(Self.version(await cache.credentials(for: lane)) == 2)
        }
    }

    @Test func `while nobody can be asked there are none, with a growing wait`() async throws {
        let lane = lane
        try await Self.run { cache, source, _ in
            source.answer = .failure(.unavailable(retryAfter: .zero))
            for _ in 1...3 {
                guard case .failure(.unavailable(let retryAfter)) = await cache.credentials(for: lane) else {
                    Issue.record("an answer out of nothing")
                    return
                }
                #expect(retryAfter >= .milliseconds(250) && retryAfter <= .seconds(30))
            }
            source.answer = .failure(.notConnected)
            guard case .failure(.notConnected) = await cache.credentials(for: lane) else {
                Issue.record("not connected is said as it is")
                return
            }
        }
    }

    @Test func `are kept for so many lanes and no more`() async throws {
        try await Self.run { cache, source, _ in
            let lanes = (1...3).map { _ in Lane(tenantID: UUID(), platform: .meta) }
            for lane in lanes { _ = await cache.credentials(for: lane) }
            _ = await cache.credentials(for: lanes[2])
            #expect(source.asked == 3)
            _ = await cache.credentials(for: lanes[0])
            #expect(source.asked == 4, "the one that was not asked for the longest went")
        }
    }
}
