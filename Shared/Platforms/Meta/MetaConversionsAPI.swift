import Advertising
package import HTTPClient

/// Meta's Conversions API: translates events, sends them, and says what the answers mean. Holds no state and no credentials.
package struct MetaConversionsAPI: Sendable {
    package let configuration: MetaConfiguration

    package init(_ configuration: MetaConfiguration = MetaConfiguration()) {
        self.configuration = configuration
    }

    // MARK: Before sending

    /// Holds the event to Meta's rules and translates it. `now` is in Unix seconds.
    ///
    /// A refusal is final for the event as it is: Meta would refuse it, and with it every other event of the request.
    package func prepare(_ event: OutboundEvent, now: Int64) -> Result<MetaEvent, EventRefusal> {
        let source = MetaEvent.actionSource(of: event)
        if let refusal = MetaEvent.refusal(of: event, as: source, now: now, configuration) { return .failure(refusal) }
        return .success(MetaEvent(json: MetaEventWriter.write(event, as: source, isMasking: false).bytes))
    }

    /// Cuts events into requests, in their order, by Meta's limit on events and ours on bytes. Ranges of places.
    package func batches(of events: [MetaEvent]) -> [Range<Int>] {
        var batches: [Range<Int>] = []
        var (start, bytes) = (0, 0)
        for (place, event) in events.enumerated() {
            let isFull = place - start >= configuration.limits.eventsPerRequest || bytes + event.json.count > configuration.requestBytesMax
            if isFull, place > start {
                batches.append(start..<place)
                (start, bytes) = (place, 0)
            }
            bytes += event.json.count + 1
        }
        if start < events.count { batches.append(start..<events.count) }
        return batches
    }

    /// The request for the events, in their order. The token is in its body only.
    package func request(for events: some Collection<MetaEvent>, _ credentials: MetaCredentials) -> HTTPRequest {
        var body = JSONText(capacity: events.reduce(64 + credentials.accessToken.utf8.count) { $0 + $1.json.count + 1 })
        body.raw(#"{"data":["#)
        var isFirst = true
        for event in events {
            if !isFirst { body.raw(",") }
            isFirst = false
            body.raw(event.json)
        }
        body.raw(#"],"access_token":"#)
        body.string(credentials.accessToken)
        body.raw("}")
        return HTTPRequest(
            .post, "\(configuration.baseURL)/\(configuration.version)/\(credentials.pixelID)/events",
            headers: ["Content-Type": "application/json", "Accept": "application/json"], body: body.bytes)
    }

    /// One event's request as the delivery log shows it: JSON, without the token, personal data masked.
    package func maskedRequest(for event: OutboundEvent, pixelID: String) -> String {
        let masked = MetaEventWriter.write(event, as: MetaEvent.actionSource(of: event), isMasking: true).bytes
        var json = JSONText(capacity: masked.count + 160)
        json.raw(#"{"method":"POST","url":"#)
        json.string("\(configuration.baseURL)/\(configuration.version)/\(pixelID)/events")
        json.raw(#","body":{"data":["#)
        json.raw(masked)
        json.raw(#"],"access_token":"…"}}"#)
        return json.string
    }

    // MARK: Sending

    /// Sends events in one request, at most `limits.eventsPerRequest`, on the client's loop. The answer holds for all of them.
    package func send(
        _ events: some Collection<MetaEvent> & Sendable, _ credentials: MetaCredentials, over client: HTTPClient
    ) async -> PlatformAnswer {
        precondition(!events.isEmpty && events.count <= configuration.limits.eventsPerRequest, "a request of \(events.count) events")
        guard credentials.hasPlainPixelID else {
            return PlatformAnswer(outcome: .rejected(code: "PIXEL_ID_INVALID", reason: "the pixel id is not a number"))
        }
        let result = await client.send(request(for: events, credentials), timeout: configuration.timeout)
        return classify(result, eventCount: events.count, credentials)
    }

    /// What an answer to a request with events means.
    package func classify(
        _ result: Result<HTTPResponse, HTTPFailure>, eventCount: Int, _ credentials: MetaCredentials
    ) -> PlatformAnswer {
        MetaClassification(configuration: configuration, token: credentials.accessToken).answer(to: result, eventCount: eventCount)
    }

    /// Sends any number of events and gives each its answer, in their order. A request that is refused for its events is split until the bad
    /// ones stand alone, so that none costs another its delivery.
    ///
    /// `permit` is asked before each request with the number of its events; its answer, when there is one, is given to these events
    /// instead of sending. `observe` is told each answer as it comes.
    package func deliver(
        _ events: [MetaEvent], _ credentials: MetaCredentials, over client: HTTPClient,
        permit: (Int) async -> PlatformAnswer? = { _ in nil }, observe: (PlatformAnswer) -> Void = { _ in }
    ) async -> [PlatformAnswer] {
        let none = PlatformAnswer(outcome: .retry(after: nil, countsForBreaker: false, reason: "Not sent"))
        var answers = [PlatformAnswer](repeating: none, count: events.count)
        for batch in batches(of: events) {
            var bisection = BatchBisection(count: batch.count)
            while let places = bisection.next() {
                if let answer = await permit(places.count) {
                    for place in places { answers[batch.lowerBound + place] = answer }
                    continue
                }
                let answer = await send(places.map { events[batch.lowerBound + $0] }, credentials, over: client)
                observe(answer)
                if answer.isRefusalOfEvents, places.count > 1 {
                    _ = bisection.refused(blaming: answer.blamedEvents)
                } else {
                    for place in places { answers[batch.lowerBound + place] = answer }
                }
            }
        }
        return answers
    }

    // MARK: Credentials

    private struct Pixel: Decodable {
        let id: String
        let name: String
    }

    /// Asks Meta for the pixel's name with these credentials.
    package func testCredentials(_ credentials: MetaCredentials, over client: HTTPClient) async -> CredentialTest {
        guard credentials.hasPlainPixelID else { return .refused(reason: "The pixel id is not a number") }
        // In a header, so that it stands in no log of URLs. RFC 6750 §2.1
        let request = HTTPRequest(
            .get, "\(configuration.baseURL)/\(configuration.version)/\(credentials.pixelID)?fields=id,name",
            headers: ["Authorization": "Bearer \(credentials.accessToken)", "Accept": "application/json"])
        let result = await client.send(request, timeout: configuration.timeout)
        if case .failure(let failure) = result, failure.kind == .invalidRequest {
            return .refused(reason: "The access token holds characters that no token has")
        }
        let answer = MetaClassification(configuration: configuration, token: credentials.accessToken).answer(to: result, eventCount: nil)
        switch answer.outcome {
        case .delivered:
            guard let pixel = MetaJSON.decode(Pixel.self, from: Array(answer.body.utf8)), pixel.id == credentials.pixelID else {
                return .unreachable(reason: "The answer is not Meta's")
            }
            return .accepted(name: pixel.name)
        case .rejected(_, let reason), .credentialsExpired(let reason): return .refused(reason: reason)
        case .retry(_, _, let reason), .rateLimited(_, let reason), .unknown(let reason): return .unreachable(reason: reason)
        }
    }
}
