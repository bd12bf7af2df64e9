extension SourceTree {
    /// A house of one room and one service that breaks no rule, with files added or replaced.
    static func sample(_ changes: [String: String] = [:], without removed: Set<String> = [], manifest: String? = nil) -> SourceTree {
        var texts = sampleTexts
        if let manifest { texts["Package.swift"] = manifest }
        texts.merge(changes) { $1 }
        return SourceTree(texts.filter { !removed.contains($0.key) })
    }

    static let sampleManifest = """
        func service(_ name: String) -> Target {
            executable(name, at: "Services/\\(name)", uses: ["Host", "RPC"])
        }
        let package = Package(
            products: [.executable(name: "stratum-events", targets: ["Events"])],
            targets: [
                door("CEpoll"),
                shared("EventLoop", uses: ["CEpoll"]),
                service("Events"),
                tests("Events", of: "Events"),
                tests("EventLoop", of: "EventLoop"),
            ]
        )
        """

    private static let sampleTexts: [String: String] = [
        "Package.swift": sampleManifest,
        "README.md": "| `stratum-events` | takes events |\n",
        "Shared/CEpoll/module.modulemap": "module CEpoll {}\n",
        "Shared/EventLoop/EventLoop.swift": "import CEpoll\npackage final class EventLoop {}\n",
        "Services/Events/main.swift": "import Host\n",
        "Services/Events/EventsService.swift": "struct EventsService {}\n",
        "Services/Events/EventsConfiguration.swift": "struct EventsConfiguration { let address = \"LISTEN_ADDRESS\" }\n",
        "Services/Events/API/EventsHandlers.swift": "struct EventsHandlers { let store: EventStore; let event: ConversionEvent }\n",
        "Services/Events/Domain/ConversionEvent.swift": "import Advertising\nstruct ConversionEvent {}\n",
        "Services/Events/Store/EventStore.swift": "struct EventStore { let list = [\"v0001_create_events\"] }\n",
        "Services/Events/Workers/Sender.swift": "struct Sender { let store: EventStore }\n",
        "Services/Events/Migrations/v0001_create_events.sql": "CREATE TABLE events ();\n",
        "Protos/stratum/events/v1/events.proto": sampleContract,
        "Tests/EventLoop/EventLoopTests.swift": "struct EventLoopTests {}\n",
        "Tests/Events/EventsTests.swift":
            "struct EventsTests { func a(_ c: EventsV1.EventsServiceClient) async throws { try await c.ingestEvents(.init()) } }\n",
        "Tests/migrations.sha256": "sum of 24 bytes  Services/Events/Migrations/v0001_create_events.sql\n",
        "compose/environment/events": "# Where it listens.\nSTRATUM_EVENTS_LISTEN_ADDRESS=127.0.0.1:7405\n",
        "compose/shell/services.sh": "services=(events)\n",
    ]

    private static let sampleContract = """
        package stratum.events.v1;
        service EventsService {
          // Takes a batch.
          rpc IngestEvents(IngestEventsRequest) returns (IngestEventsResponse) {
            option (stratum.options.v1.access) = {permission: "events:write"};
          }
        }
        """
}
