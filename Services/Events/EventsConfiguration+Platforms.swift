import Advertising
import EventLoop
import HTTPClient
import Platforms
import Secrets

extension EventsConfiguration {
    /// The ways to the platforms, for one loop.
    func makeSenders(loop: EventLoop) -> [any EventSender] {
        [MetaSender(api: metaAPI, client: HTTPClient(loop: loop))]
    }

    /// Shows requests without making them.
    func makePreview() -> RequestPreview {
        let meta = metaAPI
        return RequestPreview { event, platform, pixelID in
            switch platform {
            case .meta:
                let outbound = OutboundEvent(event)
                guard case .success(let prepared) = meta.prepare(outbound, now: event.eventTime.unixSeconds) else { return nil }
                return RequestPreview.Request(
                    eventName: event.name.meta.name, maskedJSON: meta.maskedRequest(for: outbound, pixelID: pixelID),
                    sha256: SHA256.digest(of: prepared.json).bytes)
            case .google, .tiktok, .snapchat: return nil
            }
        }
    }

    private var metaAPI: MetaConversionsAPI {
        MetaConversionsAPI(
            MetaConfiguration(
                baseURL: metaBaseURL, version: metaVersion, timeout: delivery.sendTimeout, rateLimitPause: metaRateLimitPause))
    }
}
