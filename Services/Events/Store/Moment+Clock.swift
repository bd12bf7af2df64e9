import Operations

extension Moment {
    /// Now, by the service's clock.
    init(_ clock: ServiceClock) { self.init(unixMicroseconds: clock.unixMicroseconds()) }
}
