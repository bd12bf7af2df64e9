extension UInt64 {
    /// The time `delay` nanoseconds later; `.max`, which is never, when there is no such time.
    func later(by delay: UInt64) -> UInt64 {
        let (time, overflow) = addingReportingOverflow(delay)
        return overflow ? .max : time
    }
}
