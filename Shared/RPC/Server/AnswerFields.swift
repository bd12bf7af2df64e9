import HTTP2

/// The header fields of gRPC answers. What is the same for nearly every call is made once.
///
/// *Confined* to one loop: a list that is made for a single answer lies in one object that the next answer uses again.
final class AnswerFields {
    private let scratch = HTTP2Fields(capacity: 32)
    private let plainHead = HTTP2Fields(capacity: 2)
    private let okTrailers = HTTP2Fields(capacity: 1)

    init() {
        plainHead.append(":status", "200")
        plainHead.append("content-type", "application/grpc")
        okTrailers.append("grpc-status", "0")
    }

    /// The head of an answer with messages. Valid until the next call.
    func head(_ metadata: Metadata) -> HTTP2Fields {
        guard !metadata.isEmpty else { return plainHead }
        startHead("200")
        append(metadata, to: scratch)
        return scratch
    }

    /// The end of an answer with messages. Its own object: it waits until the messages have been sent.
    func trailers(_ error: RPCError?, _ metadata: Metadata) -> HTTP2Fields {
        if error == nil, metadata.isEmpty { return okTrailers }
        let trailers = HTTP2Fields()
        append(error, metadata, to: trailers)
        return trailers
    }

    /// An answer without messages: head and end in one. Valid until the next call.
    func trailersOnly(_ error: RPCError?, _ initial: Metadata, _ trailing: Metadata) -> HTTP2Fields {
        startHead("200")
        append(initial, to: scratch)
        append(error, trailing, to: scratch)
        return scratch
    }

    /// The answer to a request that became no call. Valid until the next call.
    func refusal(_ error: RPCError, httpStatus: StaticString) -> HTTP2Fields {
        startHead(httpStatus)
        if error.code == .unimplemented { scratch.append("grpc-accept-encoding", "identity") }
        append(error, error.metadata, to: scratch)
        return scratch
    }

    /// The head of a plain answer. Valid until the next call.
    func plain(_ httpStatus: StaticString) -> HTTP2Fields {
        scratch.removeAll()
        scratch.append(":status", httpStatus)
        scratch.append("content-type", "text/plain; charset=utf-8")
        return scratch
    }

    private func startHead(_ httpStatus: StaticString) {
        scratch.removeAll()
        scratch.append(":status", httpStatus)
        scratch.append("content-type", "application/grpc")
    }

    private func append(_ error: RPCError?, _ metadata: Metadata, to fields: HTTP2Fields) {
        guard let error else {
            fields.append("grpc-status", "0")
            append(metadata, to: fields)
            return
        }
        fields.append("grpc-status", String(error.code.rawValue))
        if !error.message.isEmpty {
            PercentEncoding.encoded(error.message).withUnsafeBytes { fields.append("grpc-message", $0) }
        }
        if let details = StatusDetails.packed(error) {
            Base64.encoded(details).withUnsafeBytes { fields.append("grpc-status-details-bin", $0) }
        }
        append(metadata, to: fields)
        append(error.metadata, to: fields)
    }

    private func append(_ metadata: Metadata, to fields: HTTP2Fields) {
        metadata.forEach { fields.append($0, $1) }
    }
}
