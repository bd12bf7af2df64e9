/// The store could not do what was asked, for a reason that is not the database's.
enum StoreError: Error, Equatable, Sendable {
    /// What was there a moment ago is gone. Trying again is safe.
    case changedMeanwhile
    /// The lane belongs to another holder: nothing was written.
    case leaseLost
}
