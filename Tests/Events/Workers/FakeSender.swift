import Advertising
import EventLoop
import Foundation
import Operations
import Resilience
import Secrets

@testable import Events

/// A platform in memory: answers as it is told, and remembers every request. Confined to its loop.
final class FakeSender: EventSender, @unchecked Sendable {
    let platform = Platform.meta
    var limits = EventLimits.documented(by: .meta)
    var requestBytesMax = 1 << 20

    /// Answers a request with these event ids; the number counts requests from 1.
    var answer: @Sendable (_ ids: [String], _ number: Int) async -> SendAnswer = { _, _ in .delivered }
    /// Event ids that the platform's rules refuse before sending.
    var unsendable: Set<String> = []
    /// The event ids of each request, in their order.
    private(set) var requests: [[String]] = []
    /// The versions of the credentials of each request.
    private(set) var versions: [Int64] = []
    private(set) var taken: [String] = []
    private(set) var mostAtOnce = 0
    private var underWay = 0

    func prepare(_ event: ConversionEvent, now: Moment) -> Preparation {
        if unsendable.contains(event.eventID) { return .refused("too little customer information") }
        let bytes = Array(event.eventID.utf8)
        return .ready(PreparedEvent(payload: .json(bytes), byteCount: bytes.count, sha256: SHA256.digest(of: bytes).bytes))
    }

    func send(_ events: [PreparedEvent], with credentials: DeliveryCredentials) async -> SendAnswer {
        let ids = events.map { event in
            guard case .json(let bytes) = event.payload else { return "" }
            return String(decoding: bytes, as: UTF8.self)
        }
        requests.append(ids)
        versions.append(credentials.version)
        underWay += 1
        mostAtOnce = max(mostAtOnce, underWay)
        let answer = await answer(ids, requests.count)
        underWay -= 1
        if answer.outcome == .delivered { taken += ids }
        return answer
    }
}

extension SendAnswer {
    static let delivered = SendAnswer(
        outcome: .delivered, health: .success, httpStatus: 200, platformCode: nil, reason: "", response: "{}", latency: .milliseconds(1))

    static func refused(blaming blamed: [Int] = []) -> SendAnswer {
        SendAnswer(
            outcome: .refused(blamed: blamed), health: .notCounted, httpStatus: 400, platformCode: "100", reason: "bad event",
            response: "{}", latency: .milliseconds(1))
    }

    static func failed(_ outcome: Outcome, _ health: CircuitBreaker.Outcome = .failure(.serverError)) -> SendAnswer {
        SendAnswer(
            outcome: outcome, health: health, httpStatus: nil, platformCode: nil, reason: "it failed", response: nil,
            latency: .milliseconds(1))
    }
}

/// Credentials in memory. Confined to its loop.
final class FakeCredentials: CredentialsSource, @unchecked Sendable {
    var answer: Result<Int64, CredentialsFailure> = .success(1)
    private(set) var refusals: [Int64] = []
    private(set) var asked = 0

    func credentials(for lane: Lane) async -> Result<DeliveryCredentials, CredentialsFailure> {
        asked += 1
        return answer.map { DeliveryCredentials(platform: .meta(pixelID: "1", accessToken: Secret([])), version: $0) }
    }

    func refused(_ credentials: DeliveryCredentials, of lane: Lane, reason: String) {
        refusals.append(credentials.version)
        answer = .failure(.refused(reason: reason))
    }

    func forget(_ lane: Lane) {}
}
