import Messages

extension EventsV1.DeliveryAttempt {
    /// `preview` is the request as it would be made now.
    init(_ attempt: PastAttempt, preview: RequestPreview.Request?) {
        self.init()
        number = Int32(clamping: attempt.number)
        startedAt = GoogleProtobuf.Timestamp(attempt.startedAt)
        latency = attempt.latency.map { GoogleProtobuf.Duration($0) }
        outcome = attempt.outcome
        httpStatus = Int32(clamping: attempt.httpStatus ?? 0)
        platformCode = attempt.platformCode ?? ""
        reason = attempt.reason ?? ""
        response = attempt.response ?? ""
        if let preview, attempt.bodySHA256 == nil || attempt.bodySHA256 == preview.sha256 {
            maskedRequest = preview.maskedJSON
        } else if preview != nil {
            // Another version of this program made the request; what was sent is only known by its digest.
            maskedRequest = "{\"sha256\":\"\(Self.hexadecimal(attempt.bodySHA256 ?? []))\"}"
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
