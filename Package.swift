// swift-tools-version: 6.3
import PackageDescription

// One line per room. The dependency lists are the import rules; Tests/Repository holds the code to them.

func settings() -> [SwiftSetting] {
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
        // Debug builds and the tests check at run time that accesses do not overlap; in release the check is a sixth of a call's cost.
        .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
    ]
}

/// A door to a C library: module.modulemap and shim.h.
func door(_ name: String, pkgConfig: String? = nil, apt: String? = nil) -> Target {
    .systemLibrary(name: name, path: "Shared/\(name)", pkgConfig: pkgConfig, providers: apt.map { [.apt([$0])] })
}

/// C that is compiled here: generated messages, or a C++ library's door.
func c(_ name: String, at path: String? = nil, uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses, path: path ?? "Shared/\(name)")
}

/// A shared room.
func shared(_ name: String, uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses, path: "Shared/\(name)", swiftSettings: settings())
}

/// An executable under Services, or the code generator.
func executable(_ name: String, at path: String, uses: [Target.Dependency], resources: [Resource] = []) -> Target {
    .executableTarget(name: name, dependencies: uses, path: path, resources: resources, swiftSettings: settings())
}

/// One of the services: they all stand on the same rooms.
func service(_ name: String) -> Target {
    executable(
        name, at: "Services/\(name)",
        uses: [
            "Host", "Stubs", "RPC", "Messages", "Postgres", "HTTPClient", "Platforms", "Advertising", "Resilience", "Secrets", "Operations",
            "EventLoop",
        ],
        resources: [.embedInCode("Migrations")])
}

/// The tests of a room.
func tests(_ name: String, of room: String? = nil, uses: [Target.Dependency] = [], excluding files: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: (room.map { [.init(stringLiteral: $0)] } ?? []) + uses, path: "Tests/\(name)",
        exclude: files, swiftSettings: settings())
}

/// What several test targets stand on.
func support(_ name: String, uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses, path: "Tests/Support", swiftSettings: settings())
}

let package = Package(
    name: "stratum",
    products: [
        .executable(name: "stratum-identity", targets: ["Identity"]),
        .executable(name: "stratum-integrations", targets: ["Integrations"]),
        .executable(name: "stratum-events", targets: ["Events"]),
        .executable(name: "stratum-sandbox", targets: ["Sandbox"]),
        .executable(name: "stratum", targets: ["Stratum"]),
    ],
    targets: [
        // Doors
        door("CEpoll"),
        door("CNGHTTP2", pkgConfig: "libnghttp2", apt: "libnghttp2-dev"),
        door("CProtobufC", pkgConfig: "libprotobuf-c", apt: "libprotobuf-c-dev"),
        door("CPQ", pkgConfig: "libpq", apt: "libpq-dev"),
        door("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
        door("CMicroHTTPD", pkgConfig: "libmicrohttpd", apt: "libmicrohttpd-dev"),
        door("CSodium", pkgConfig: "libsodium", apt: "libsodium-dev"),
        door("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
        c("CPhoneNumber"),

        // Messages and what makes them
        c("CDescriptors", uses: ["CProtobufC"]),
        c("CMessages", uses: ["CProtobufC"]),
        executable("protoc-gen-stratum", at: "Shared/Codegen", uses: ["CDescriptors", "CProtobufC"]),
        shared("Messages", uses: ["CMessages", "CProtobufC"]),

        // Shared rooms
        shared("EventLoop", uses: ["CEpoll"]),
        shared("Operations"),
        shared("Resilience"),
        shared("Secrets", uses: ["CSodium", "CCrypto"]),
        shared("HTTP2", uses: ["EventLoop", "CNGHTTP2", "CEpoll"]),
        shared("RPC", uses: ["HTTP2", "EventLoop", "Messages", "Operations", "Resilience"]),
        shared("Stubs", uses: ["RPC", "Messages"]),
        shared("HTTPClient", uses: ["EventLoop", "Operations", "Resilience", "CCurl"]),
        shared("HTTPServer", uses: ["CMicroHTTPD"]),
        shared("Postgres", uses: ["EventLoop", "Operations", "Resilience", "CPQ"]),
        shared("Advertising", uses: ["Secrets", "CPhoneNumber"]),
        shared("Platforms", uses: ["Advertising", "HTTPClient", "Operations", "Resilience"]),
        shared("Host", uses: ["RPC", "Stubs", "Messages", "EventLoop", "Operations", "HTTPServer", "Secrets"]),

        // Services
        service("Identity"),
        service("Integrations"),
        service("Events"),
        executable(
            "Sandbox", at: "Services/Sandbox",
            uses: ["Host", "Stubs", "RPC", "Messages", "HTTPServer", "HTTPClient", "Secrets", "Operations"]),
        executable(
            "Stratum", at: "Services/Stratum",
            uses: ["Stubs", "RPC", "Messages", "Advertising", "Secrets", "Operations", "Postgres", "EventLoop"]),

        // Tests
        support("TestSupport", uses: ["EventLoop", "Operations", "Postgres"]),
        tests("EventLoop", of: "EventLoop"),
        tests("Operations", of: "Operations"),
        tests("Resilience", of: "Resilience"),
        tests("Secrets", of: "Secrets"),
        tests("Advertising", of: "Advertising", uses: ["Secrets"]),
        tests("Codegen", of: "protoc-gen-stratum", uses: ["CDescriptors"]),
        c("CTestMessages", at: "Tests/CTestMessages", uses: ["CMessages", "CProtobufC"]),
        tests("Messages", of: "Messages", uses: ["CTestMessages", "CProtobufC"], excluding: ["compare.py"]),
        tests("HTTP2", of: "HTTP2", uses: ["EventLoop"]),
        tests("RPC", of: "RPC", uses: ["EventLoop", "HTTP2", "Messages", "Operations", "Stubs"]),
        tests("HTTPClient", of: "HTTPClient", uses: ["EventLoop", "HTTPServer"]),
        tests("HTTPServer", of: "HTTPServer"),
        tests("Postgres", of: "Postgres", uses: ["EventLoop", "Operations", "TestSupport"]),
        tests(
            "Platforms", of: "Platforms",
            uses: ["Advertising", "EventLoop", "HTTPClient", "HTTPServer", "Operations", "Resilience"]),
        tests("Host", of: "Host", uses: ["EventLoop", "Messages", "Operations", "RPC", "Secrets"]),
        tests(
            "Identity", of: "Identity",
            uses: ["EventLoop", "Host", "Messages", "Operations", "Postgres", "RPC", "Secrets", "TestSupport"]),
        tests(
            "Integrations", of: "Integrations",
            uses: [
                "Advertising", "EventLoop", "Host", "HTTPClient", "HTTPServer", "Messages", "Operations",
                "Platforms", "Postgres", "RPC", "Secrets", "TestSupport",
            ]),
        tests(
            "Events", of: "Events",
            uses: [
                "Advertising", "EventLoop", "Host", "HTTPClient", "Messages", "Operations", "Platforms",
                "Postgres", "Resilience", "RPC", "Secrets", "TestSupport",
            ]),
        tests(
            "Sandbox", of: "Sandbox", uses: ["EventLoop", "HTTPServer", "Messages", "Operations", "RPC", "Secrets", "Stubs"],
            excluding: ["judge.py"]),
        tests("Stratum", of: "Stratum", uses: ["Advertising", "Messages", "Operations"]),
        tests("Stack", uses: ["Secrets", "TestSupport"]),
        tests("Repository"),

        // Load
        executable("EventsLoad", at: "Tests/Load/Events", uses: ["Stubs", "RPC", "Messages", "Operations", "EventLoop"]),
        executable("UnnestAnchor", at: "Tests/Load/Anchor", uses: ["CPQ"]),
    ]
)
