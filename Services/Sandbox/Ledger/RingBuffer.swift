/// A queue with access by index: appends at the end, takes from the front, each in constant time on average.
struct RingBuffer<Element: Sendable>: Sendable {
    private var storage: [Element?] = []
    private var head = 0

    var count: Int { storage.count - head }

    var first: Element? { head < storage.count ? storage[head] : nil }

    subscript(index: Int) -> Element {
        get {
            guard let element = storage[head + index] else { preconditionFailure("a place before the front") }
            return element
        }
        _modify {
            guard var element = storage[head + index] else { preconditionFailure("a place before the front") }
            storage[head + index] = nil
            defer { storage[head + index] = element }
            yield &element
        }
    }

    mutating func append(_ element: Element) { storage.append(element) }

    mutating func popFirst() -> Element? {
        guard head < storage.count else { return nil }
        let element = storage[head]
        storage[head] = nil
        head += 1
        // Half of the storage is empty: move up, which is paid for by the elements that were taken.
        if head > 64, head * 2 > storage.count {
            storage.removeFirst(head)
            head = 0
        }
        return element
    }
}
