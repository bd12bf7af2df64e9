/// The map of the house: which room may import which.
enum HouseMap {
    /// Shared rooms, and the rooms each may import.
    static let sharedRooms: [String: Set<String>] = [
        "Codegen": ["CDescriptors"],
        "Messages": ["CMessages"],
        "EventLoop": [],
        "HTTP2": ["EventLoop"],
        "RPC": ["HTTP2", "EventLoop", "Messages", "Operations", "Resilience"],
        "Stubs": ["RPC", "Messages"],
        "HTTPClient": ["EventLoop", "Operations", "Resilience"],
        "HTTPServer": [],
        "Postgres": ["EventLoop", "Operations", "Resilience"],
        "Secrets": [],
        "Resilience": [],
        "Operations": [],
        "Advertising": ["Secrets"],
        "Platforms": ["Advertising", "HTTPClient", "Operations", "Resilience"],
        "Host": ["RPC", "Stubs", "Messages", "EventLoop", "Operations", "HTTPServer", "Secrets"],
    ]

    /// What each of the five services may import.
    private static let service: Set<String> = [
        "Host", "Stubs", "RPC", "Messages", "Postgres", "HTTPClient", "Platforms", "Advertising", "Resilience", "Secrets", "Operations",
        "EventLoop",
    ]

    /// Executables under Services, and the rooms each may import.
    static let services: [String: Set<String>] = [
        "Identity": service, "Integrations": service, "Campaigns": service, "Audiences": service, "Events": service,
        "Console": ["Host", "Stubs", "RPC", "Messages", "Operations"],
        "Stratum": ["Stubs", "RPC", "Messages", "Advertising", "Secrets", "Operations", "Postgres", "EventLoop"],
        // Never Platforms or Advertising: the sandbox is written from the platforms' contracts, not from our adapters.
        "Sandbox": ["Host", "Stubs", "RPC", "Messages", "HTTPServer", "HTTPClient", "Secrets", "Operations"],
    ]

    /// Doors to C and C that is compiled here, and the rooms that own each.
    static let doors: [String: Set<String>] = [
        "CEpoll": ["EventLoop", "HTTP2"],
        "CNGHTTP2": ["HTTP2"],
        "COpenSSL": ["HTTP2"],
        "CZlib": ["RPC"],
        "CProtobufC": ["Messages", "Codegen", "CMessages", "CDescriptors"],
        "CDescriptors": ["Codegen", "CMessages"],
        "CMessages": ["Messages"],
        "CPQ": ["Postgres"],
        "CCurl": ["HTTPClient"],
        "CMicroHTTPD": ["HTTPServer"],
        "CSodium": ["Secrets"],
        "CCrypto": ["Secrets"],
        "CPhoneNumber": ["Advertising"],
    ]

    /// Modules from outside that every room may import.
    static let outsideModules: Set<String> = ["Swift", "Glibc", "Synchronization", "FoundationEssentials"]

    /// Folders of tests that are not named after one room, and the doors that each may use.
    static let doorsOfTests: [String: Set<String>] = ["Load": ["CPQ"]]

    /// The folders inside a service, and the ones whose types each may name. What lies beside them names them all.
    static let serviceFolders: [String: Set<String>] = [
        "Domain": [],
        "Store": ["Domain"],
        "API": ["Domain", "Store"],
        "Workers": ["Domain", "Store"],
    ]

    /// The rooms of ours that a service's Domain may import.
    static let domainRooms: Set<String> = ["Advertising", "Resilience"]

    /// Everything a room may import of ours, doors included; nil for a room that is not on the map.
    static func allowed(in room: String) -> Set<String>? {
        guard let rooms = sharedRooms[room] ?? services[room] else { return nil }
        return rooms.union(doors.filter { $0.value.contains(room) }.keys)
    }
}
