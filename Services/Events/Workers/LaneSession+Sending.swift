import Advertising
import EventLoop
import FoundationEssentials
import Operations
import Postgres
import Resilience

/// Sending a batch, and writing down what became of it.
extension LaneSession {
    /// Marks, sends, records. In this order, whatever happens: what may have been sent is always marked before.
    func send(
        _ batch: [HeldDelivery], credentials: DeliveryCredentials, permit: CircuitBreaker.Permit, limiterWait: Duration,
        breakerState: BreakerState
    ) async {
        let startedAt = parts.now
        let mark = BatchStart(
            id: parts.makeID(), startedAt: startedAt, limiterWait: limiterWait, breakerState: breakerState,
            eventRowIDs: batch.map(\.eventRowID))
        do {
            try await parts.store.begin(mark, under: lease)
        } catch {
            // Not sent. What is in hand is let go, and read again by whoever holds the lane then.
            breaker.record(.notCounted, of: permit, now: .now)
            fail(error, "marking a batch")
            return
        }
        let answer = await request(batch, mark.id, credentials).storable
        breaker.record(answer.health, of: permit, now: .now)
        parts.metrics.recordAnswer(answer, events: batch.count, platform: lease.lane.platform)
        let record = conclude(batch, answer, mark)
        guard await write(record) else { return }
        parts.metrics.recordSettlements(record.settlements, platform: lease.lane.platform)
        finish(batch, answer, record, credentials)
        workedAt = .now
    }

    /// The request itself, in a task of its own: broken off, it takes nothing else with it.
    private func request(_ batch: [HeldDelivery], _ id: UUID, _ credentials: DeliveryCredentials) async -> SendAnswer {
        let answer = Answer()
        let task = parts.loop.spawn("platform-request") { [self] in
            answer.value = await sender.send(batch.map(\.event), with: credentials)
        }
        requests[id] = task
        await task.value
        requests[id] = nil
        guard let value = answer.value else { preconditionFailure("a sender always answers") }
        return value
    }

    /// Where a request's task leaves its answer. Confined to the loop.
    private final class Answer: @unchecked Sendable {
        var value: SendAnswer?
    }

    /// What follows from an answer, for each event of the batch.
    private func conclude(_ batch: [HeldDelivery], _ answer: SendAnswer, _ mark: BatchStart) -> BatchRecord {
        let now = parts.now
        var record = BatchRecord(
            batchID: mark.id, startedAt: mark.startedAt,
            end: BatchEnd(
                closedAt: now, outcome: answer.outcome.forOneEvent.word, httpStatus: answer.httpStatus, latency: answer.latency,
                response: answer.response))
        // Refused as a whole: the parts are sent apart, and nothing is known yet of any one event.
        if case .refused = answer.outcome, batch.count > 1 { return record }
        let outcome = answer.outcome.forOneEvent
        let delays = delays(after: batch, using: &parts.random)
        for delivery in batch {
            let number = delivery.progress.attempts + 1
            if outcome != .delivered {
                record.attempts.append(
                    LoggedAttempt(
                        eventRowID: delivery.eventRowID, number: number, outcome: outcome.word, platformCode: answer.platformCode,
                        reason: answer.reason, bodySHA256: delivery.event.sha256))
            }
            let step = rules.step(
                after: outcome, of: delivery.progress, startedAt: mark.startedAt, now: now, delay: delays[number] ?? .zero,
                reason: answer.reason)
            switch step {
            case .settle(let status, let reason):
                record.settlements.append(
                    Settlement(
                        eventRowID: delivery.eventRowID, status: status, attempts: number, reason: reason,
                        bodySHA256: status == .delivered ? delivery.event.sha256 : nil))
            case .wait(let until, let unknownSince, let reason):
                record.postponements.append(
                    Postponement(
                        eventRowID: delivery.eventRowID, attempts: number, nextAttemptAt: until, unknownSince: unknownSince, reason: reason)
                )
            }
        }
        return record
    }

    /// One backoff for all deliveries of a batch that were tried equally often: what failed together goes together again.
    private func delays(after batch: [HeldDelivery], using random: inout SystemRandomNumberGenerator) -> [Int: Duration] {
        var delays: [Int: Duration] = [:]
        for delivery in batch {
            let number = delivery.progress.attempts + 1
            if delays[number] == nil { delays[number] = parts.settings.backoff.delay(afterAttempt: number, using: &random) }
        }
        return delays
    }

    /// Writes down the end of a batch. While the database is away it is tried again for as long as the lease may last: without the record the batch
    /// would count as unknown. False when the lane is no longer ours.
    private func write(_ record: BatchRecord) async -> Bool {
        let deadline = ContinuousClock.now + parts.settings.leaseTerm
        var wait: Duration?
        while true {
            do {
                try await parts.store.record(record, under: lease)
                return true
            } catch StoreError.leaseLost {
                end(.lost)
                return false
            } catch let error as PostgresError where !error.isUnavailable && !error.isRetryable && error.kind != .deadlineExceeded {
                // It will not be taken another time either. The lane's next holder counts the batch as unknown.
                fail(error, "writing down a batch")
                return false
            } catch {
                guard ContinuousClock.now < deadline else {
                    fail(error, "writing down a batch")
                    return false
                }
                wait = Self.recordBackoff.delay(afterWait: wait, using: &parts.random)
                try? await parts.loop.sleep(for: wait ?? .milliseconds(100))
            }
        }
    }

    private static let recordBackoff = Backoff(initial: .milliseconds(50), cap: .seconds(2))

    private func finish(_ batch: [HeldDelivery], _ answer: SendAnswer, _ record: BatchRecord, _ credentials: DeliveryCredentials) {
        if case .refused(let blamed) = answer.outcome, batch.count > 1 {
            splits.insert(contentsOf: BatchSplit.parts(of: batch, blamed: blamed), at: 0)
            return
        }
        for delivery in batch {
            held.remove(delivery.eventRowID)
            if isReading { finishedWhileReading.insert(delivery.eventRowID) }
        }
        parts.budget.giveBack(batch.count)
        for postponement in record.postponements {
            nextDue = min(nextDue ?? postponement.nextAttemptAt, postponement.nextAttemptAt)
        }
        switch answer.outcome {
        case .rateLimited(let after):
            limiter.pause(until: .now + (after ?? .seconds(1)))
        case .credentialsRefused:
            refuse(credentials, answer.reason)
        default: break
        }
    }

    // MARK: Credentials

    /// The lane's credentials; nil when there are none for now, and the session ends for it.
    func credentials() async -> DeliveryCredentials? {
        switch await parts.credentials.credentials(for: lease.lane) {
        case .success(let credentials): return credentials
        case .failure(.notConnected):
            end(.paused(pause(.seconds(60), "\(sender.platform.displayName) is not connected")))
        case .failure(.refused(let reason)):
            end(.paused(pause(parts.settings.refusedCredentialsPause, "\(sender.platform.displayName) refused the credentials: \(reason)")))
        case .failure(.unavailable(let retryAfter)):
            end(.paused(pause(retryAfter, "the credentials cannot be read at present")))
        }
        return nil
    }

    private func refuse(_ credentials: DeliveryCredentials, _ reason: String) {
        parts.credentials.refused(credentials, of: lease.lane, reason: reason)
        let sentence = "\(sender.platform.displayName) refused the credentials: \(reason)"
        end(.paused(pause(parts.settings.refusedCredentialsPause, sentence)))
    }
}
