import Foundation
import Operations
import Postgres
import Testing
import TestSupport

@testable import Identity

@Suite("Last use recorder")
struct LastUseRecorderTests {
    private func lastUse(_ test: TestStore, _ key: APIKey) async throws -> Date? {
        try await test.store.apiKeys(of: key.tenantID, before: nil, most: 1, timeout: TestStore.timeout).first?.lastUsedAt
    }

    @Test func `uses are written by themselves after a while, to the minute`() async throws {
        try await TestStore.run { test in
            let key = try await test.makeKey(of: try await test.makeTenant("demo"))
            let recorder = LastUseRecorder(
                store: test.store, interval: .milliseconds(20), loop: test.pool.loop,
                log: Log(service: "test", level: .error, sink: LogWriter()))
            recorder.start()
            recorder.note(tenantID: key.tenantID, apiKeyID: key.id, at: Date(timeIntervalSince1970: 1_800_000_059))
            #expect(
                try await TestLoop.eventually(on: test.pool.loop) {
                    try await lastUse(test, key) == Date(timeIntervalSince1970: 1_800_000_000)
                })
            await recorder.stop()
        }
    }

    @Test func `what is gathered when the service stops is written`() async throws {
        try await TestStore.run { test in
            let key = try await test.makeKey(of: try await test.makeTenant("demo"))
            let recorder = LastUseRecorder(
                store: test.store, interval: .seconds(3600), loop: test.pool.loop,
                log: Log(service: "test", level: .error, sink: LogWriter()))
            recorder.start()
            recorder.note(tenantID: key.tenantID, apiKeyID: key.id, at: Date(timeIntervalSince1970: 1_800_000_059))
            await recorder.stop()
            #expect(try await lastUse(test, key) == Date(timeIntervalSince1970: 1_800_000_000))
        }
    }

    @Test func `what could not be written is written later`() async throws {
        try await TestStore.run { test in
            let key = try await test.makeKey(of: try await test.makeTenant("demo"))
            try await test.database.sqlAsSuperuser("revoke update on identity.api_keys from identity")
            try await test.database.sqlAsSuperuser("revoke update (last_used_at) on identity.api_keys from identity")
            let recorder = LastUseRecorder(
                store: test.store, interval: .seconds(3600), loop: test.pool.loop,
                log: Log(service: "test", level: .error, sink: LogWriter()))
            recorder.start()
            recorder.note(tenantID: key.tenantID, apiKeyID: key.id, at: TestStore.now)
            await recorder.stop()
            #expect(try await lastUse(test, key) == nil)
            try await test.database.sqlAsSuperuser("grant update (last_used_at) on identity.api_keys to identity")
            await recorder.stop()
            #expect(try await lastUse(test, key) == Date(timeIntervalSince1970: 1_800_000_000))
        }
    }
}
