/// The timers of one loop, soonest first. A timer knows its place, so that taking one back costs no search:
/// nearly every timer is a deadline that is never reached.
struct TimerHeap {
    private var timers: [LoopTimer] = []

    var soonest: LoopTimer? { timers.first }

    mutating func insert(_ timer: LoopTimer) {
        timers.append(timer)
        timer.heapIndex = timers.count - 1
        siftUp(from: timers.count - 1)
    }

    mutating func remove(_ timer: LoopTimer) {
        guard let index = timer.heapIndex else { return }
        timer.heapIndex = nil
        let last = timers.removeLast()
        guard last !== timer else { return }
        timers[index] = last
        last.heapIndex = index
        siftUp(from: index)
        siftDown(from: last.heapIndex ?? index)
    }

    mutating func popDue(at now: UInt64) -> LoopTimer? {
        guard let timer = timers.first, timer.due <= now else { return nil }
        remove(timer)
        return timer
    }

    private mutating func siftUp(from start: Int) {
        var index = start
        while index > 0 {
            let parent = (index - 1) / 2
            guard timers[index].due < timers[parent].due else { return }
            swapTimers(index, parent)
            index = parent
        }
    }

    private mutating func siftDown(from start: Int) {
        var index = start
        while true {
            var smallest = index
            for child in [2 * index + 1, 2 * index + 2] where child < timers.count && timers[child].due < timers[smallest].due {
                smallest = child
            }
            guard smallest != index else { return }
            swapTimers(index, smallest)
            index = smallest
        }
    }

    private mutating func swapTimers(_ left: Int, _ right: Int) {
        timers.swapAt(left, right)
        timers[left].heapIndex = left
        timers[right].heapIndex = right
    }
}
