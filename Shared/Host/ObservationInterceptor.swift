package import Messages
package import Operations
package import RPC

/// Counts and times every call, and logs those that ended badly or that somebody asked to see.
///
/// Instruments are looked up once for each method and code, at the start: a call costs two atomic additions.
package struct ObservationInterceptor: ServerInterceptor {
    /// By `CallContext.methodIndex`.
    private let durations: [Histogram]
    private let completed: [Counter]
    private let counts: MetricFamily<Counter>
    private let log: Log

    /// `methods` are all that the server offers, in the order of `RPCServer.methods`.
    package init(methods: [MethodDescriptor], metrics: Metrics, log: Log) {
        let durations = metrics.histograms(
            "stratum_rpc_server_duration_seconds", "Time from a call's head to the end of its answer.", labels: ["service", "method"])
        let counts = metrics.counters("stratum_rpc_server_calls_total", "Calls ended.", labels: ["service", "method", "code"])
        self.counts = counts
        self.durations = methods.map { durations.labelled($0.service, $0.name) }
        completed = methods.map { counts.labelled($0.service, $0.name, RPCCode.ok.description) }
        self.log = log
    }

    package func admitAtOnce(_ context: CallContext) -> Bool { true }

    package func ended(_ context: CallContext, _ outcome: CallOutcome) {
        durations[context.methodIndex].observe(outcome.duration)
        if outcome.code == .ok {
            completed[context.methodIndex].add()
            log.debug("call ended", fields(context, outcome))
            return
        }
        counts.labelled(context.method.service, context.method.name, outcome.code.description).add()
        let isOurs = outcome.code == .internal || outcome.code == .unknown || outcome.code == .dataLoss
        if isOurs {
            log.error("call failed", fields(context, outcome))
        } else {
            log.info("call refused", fields(context, outcome))
        }
    }

    private func fields(_ context: CallContext, _ outcome: CallOutcome) -> LogFields {
        var fields: LogFields = [
            .rpc: .string(context.method.path), .code: .string(outcome.code.description), .peer: .string(context.peer),
            .milliseconds: .double(outcome.duration / .milliseconds(1)),
        ]
        fields.append(.tenant, (context.caller?.tenantID).map { .string($0) })
        fields.append(.caller, (context.caller?.subject).map { .string($0) })
        fields.append(.reason, (outcome.error?.message).map { .string($0) })
        // A cause says of itself what may be logged: types that hold personal data or SQL keep it out of `description`.
        fields.append(.error, (outcome.error?.cause).map { .string("\($0)") })
        return fields
    }
}
