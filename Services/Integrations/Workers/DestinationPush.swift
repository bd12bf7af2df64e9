import FoundationEssentials
import Messages
import RPC
import Stubs

/// Tells Events of destinations, and says what became of it.
struct DestinationPush: Sendable {
    let destinations: EventsV1.DestinationServiceClient

    /// How long one call may take.
    private static let timeout = Duration.seconds(5)

    func callAsFunction(_ changes: [DestinationChange]) async -> PushOutcome {
        do {
            _ = try await destinations.applyDestinations(
                EventsV1.ApplyDestinationsRequest(destinations: changes.map { EventsV1.Destination($0) }), timeout: Self.timeout)
            return .taken
        } catch let error as RPCError {
            return PushOutcome(error)
        } catch {
            return .unreachable(reason: "\(error)")
        }
    }
}

extension PushOutcome {
    /// Only what speaks of the request's content is held against the changes; all else is Events' condition, or ours.
    init(_ error: RPCError) {
        switch error.code {
        case .invalidArgument, .outOfRange, .failedPrecondition, .notFound, .alreadyExists:
            self = .refused(reason: PlatformText(error.description).text)
        default:
            self = .unreachable(reason: error.description)
        }
    }
}

extension EventsV1.Destination {
    init(_ change: DestinationChange) {
        self.init(
            tenantID: change.tenantID.uuidString.lowercased(), platform: AdvertisingV1.Platform(change.platform), pixelID: change.pixelID,
            version: change.version, isEnabled: change.isEnabled)
    }
}
