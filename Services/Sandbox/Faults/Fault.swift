/// A fault that is switched on.
struct Fault: Sendable, Hashable {
    let kind: FaultKind
    /// For the kinds that wait.
    let delay: Duration
    /// Requests that it still strikes; nil for all until it is cleared.
    var requestsLeft: Int?
    /// 1 to 100: the share of requests that it strikes.
    let percent: Int

    init(_ kind: FaultKind, delay: Duration = .zero, requests: Int? = nil, percent: Int = 100) {
        self.kind = kind
        self.delay = delay
        requestsLeft = requests
        self.percent = percent
    }
}
