/// Something that happens around every call: access, metrics, log, tracing.
///
/// Plain functions rather than a chain of closures, so that one costs a call and no allocation. All run on the call's loop.
package protocol ServerInterceptor: Sendable {
    /// Before the handler, in the order in which the interceptors were given, when there is nothing to wait for: returns true when the call
    /// is admitted, false to be asked again by `admit`. Throwing refuses the call: neither the handler nor any later interceptor is asked.
    func admitAtOnce(_ context: CallContext) throws -> Bool

    /// As `admitAtOnce`, and may wait: in the handler's task, for some hundred instructions more.
    func admit(_ context: CallContext) async throws

    /// After the call, once for every call that found its method, admitted or not, in reverse order. Must not block.
    func ended(_ context: CallContext, _ outcome: CallOutcome)
}

extension ServerInterceptor {
    package func admitAtOnce(_ context: CallContext) throws -> Bool { false }
    package func admit(_ context: CallContext) async throws {}
    package func ended(_ context: CallContext, _ outcome: CallOutcome) {}
}
