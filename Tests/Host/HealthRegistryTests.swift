import Messages
import Testing

@testable import Host

@Suite("Health registry")
struct HealthRegistryTests {
    @Test func `a server is not serving until it is told, and knows its services`() {
        let registry = HealthRegistry(services: ["stratum.events.v1.EventsService"])
        #expect(registry.status(of: "") == .notServing)
        registry.set(isServing: true)
        #expect(registry.status(of: "") == .serving)
        #expect(registry.status(of: "stratum.events.v1.EventsService") == .serving)
        #expect(registry.status(of: "nobody") == nil)
    }

    @Test func `a watcher sees the state now and each change, and ends when the server goes`() async {
        let registry = HealthRegistry(services: [])
        var changes = registry.changes(of: "").makeAsyncIterator()
        #expect(await changes.next() == .notServing)
        registry.set(isServing: true)
        #expect(await changes.next() == .serving)
        registry.set(isServing: false)
        registry.endWatches()
        #expect(await changes.next() == .notServing)
        #expect(await changes.next() == nil)
    }

    @Test func `watching what is not there says so instead of failing`() async {
        var changes = HealthRegistry(services: []).changes(of: "nobody").makeAsyncIterator()
        #expect(await changes.next() == .serviceUnknown)
    }
}
