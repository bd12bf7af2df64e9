/// How many events the lanes of one loop may hold in memory together. Confined to the loop.
final class DeliveryBudget {
    let max: Int
    private(set) var held = 0

    init(max: Int) { self.max = max }

    /// Takes room for up to `wanted` events; less, or none, when there is not so much.
    func take(_ wanted: Int) -> Int {
        let taken = min(wanted, max - held)
        held += taken
        return taken
    }

    func giveBack(_ count: Int) {
        held -= count
        precondition(held >= 0, "more room was given back than was taken")
    }
}
