import Postgres

extension PostgresConfiguration {
    /// The share of one of `loops` loops, one connection at least.
    func divided(over loops: Int) -> PostgresConfiguration {
        var share = self
        share.poolSize = max(1, poolSize / loops)
        share.poolMinimum = min(share.poolMinimum, share.poolSize)
        return share
    }
}
