/// A piece of work with a beginning and an end, as a value: made by those who do the work, exported by those who collect.
///
/// Times are those of the machine in Unix nanoseconds, as OTLP has them.
package struct SpanRecord: Sendable, Equatable {
    /// Who waited for whom.
    package enum Kind: Sendable, Equatable {
        case `internal`, server, client, producer, consumer
    }

    /// How it ended.
    package enum Status: Sendable, Equatable {
        case ok
        /// With a sentence that holds no personal data.
        case failed(String)
    }

    package let context: TraceContext
    /// The span that caused this one; nil at the beginning of a trace.
    package let parent: UInt64?
    package let name: String
    package let kind: Kind
    package let startUnixNanoseconds: Int64
    package let endUnixNanoseconds: Int64
    package let status: Status
    package let fields: LogFields

    package init(
        context: TraceContext, parent: UInt64?, name: String, kind: Kind, startUnixNanoseconds: Int64, endUnixNanoseconds: Int64,
        status: Status = .ok, fields: LogFields = LogFields()
    ) {
        self.context = context
        self.parent = parent
        self.name = name
        self.kind = kind
        self.startUnixNanoseconds = startUnixNanoseconds
        self.endUnixNanoseconds = max(startUnixNanoseconds, endUnixNanoseconds)
        self.status = status
        self.fields = fields
    }
}
