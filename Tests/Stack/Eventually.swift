import Foundation

/// A condition that did not come true in time.
struct NotInTime: Error, CustomStringConvertible {
    let what: String
    let last: String

    var description: String { "not in time: \(what); last seen: \(last)" }
}

/// Waits until a question has the answer that is looked for, asking again and again; never longer than the limit.
@discardableResult
func eventually<Value>(
    _ what: String, within limit: Duration = .seconds(20), _ question: () async throws -> Value, is wanted: (Value) -> Bool
) async throws -> Value {
    let end = ContinuousClock.now + limit
    var last = "nothing"
    repeat {
        do {
            let value = try await question()
            if wanted(value) { return value }
            last = "\(value)"
        } catch {
            last = "\(error)"
        }
        try await Task.sleep(for: .milliseconds(20))
    } while ContinuousClock.now < end
    throw NotInTime(what: what, last: last)
}
