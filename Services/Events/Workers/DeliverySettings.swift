import Resilience

/// How deliveries are paced. Every number has a setting of the service behind it.
struct DeliverySettings: Sendable {
    /// Requests under way at once in one lane.
    var batchesPerLane = 4
    /// How long a lane gathers events while a request is under way.
    var gatherTime: Duration = .milliseconds(50)
    /// Bodies of one request, as they are stored; a little less than what is sent.
    var batchBytesMax = 4 << 20
    /// Lanes served at once by one loop.
    var lanesMax = 64
    /// How long a lane is served while others wait.
    var laneTurn: Duration = .seconds(2)
    /// How long a lane without work is kept.
    var idleTime: Duration = .seconds(3)
    /// Events held in memory by one loop, under way or about to be.
    var heldEventsMax = 8_000
    /// How long a lease lasts unless it is renewed.
    var leaseTerm: Duration = .seconds(15)
    var leaseRenewal: Duration = .seconds(5)
    /// How often it is asked which lanes have work, beside being told.
    var sweepInterval: Duration = .seconds(1)
    /// For one request to a platform.
    var sendTimeout: Duration = .seconds(30)
    /// How long requests under way may still take when the service stops.
    var stopGrace: Duration = .seconds(10)
    /// Waits of a lane that are longer than this are written down, and the lane is given back meanwhile.
    var pauseInPlaceMax: Duration = .seconds(2)
    /// Between attempts of one delivery.
    var backoff = Backoff(initial: .seconds(1), cap: .seconds(600), least: .milliseconds(100), jitter: .full)
    /// Attempts in a row after which a delivery is given up, though its platform would still take it.
    var attemptsMax = 1_000
    var breaker = CircuitBreaker.Limits()
    /// Requests of one lane each second.
    var requestsPerSecond = 50
    var requestBurst = 50
    /// Between looks whether refused credentials have been replaced; a replacement is told at once.
    var refusedCredentialsPause: Duration = .seconds(300)
}
