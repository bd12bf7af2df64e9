package import EventLoop

extension LoopLocal where Value == PostgresPool {
    /// Drains every pool, each on its own loop, all at the same time.
    package func drain(grace: Duration) async {
        await withTaskGroup { group in
            for pool in all {
                group.addTask(executorPreference: pool.loop) { await pool.drain(grace: grace) }
            }
        }
    }
}
