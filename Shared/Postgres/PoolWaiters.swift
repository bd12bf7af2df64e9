/// Those who wait for a connection, first come first served. Those who gave up are skipped and cost their place until their turn.
struct PoolWaiters {
    private var queue: [OneShot<PostgresConnection>] = []
    private var head = 0
    /// How many still wait.
    private(set) var count = 0

    mutating func append(_ waiter: OneShot<PostgresConnection>) {
        queue.append(waiter)
        count += 1
    }

    /// Someone in the queue has given up.
    mutating func gaveUp() {
        count -= 1
        if count == 0 { removeAll() }
    }

    /// The next who still waits.
    mutating func popFirst() -> OneShot<PostgresConnection>? {
        while head < queue.count {
            let waiter = queue[head]
            head += 1
            guard !waiter.isOver else { continue }
            count -= 1
            if head > 64, head * 2 > queue.count {
                queue.removeFirst(head)
                head = 0
            }
            return waiter
        }
        removeAll()
        return nil
    }

    private mutating func removeAll() {
        queue.removeAll(keepingCapacity: true)
        head = 0
    }
}
