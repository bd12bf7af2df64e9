import Messages
import Testing

@Suite("File descriptors")
struct FileDescriptorsTests {
    @Test func `every message, enum, service, method and extension is found in its file`() throws {
        for (symbol, file) in [
            ("stratum.events.v1.ConversionEvent", "stratum/events/v1/conversion_event.proto"),
            ("stratum.events.v1.EventsService", "stratum/events/v1/events.proto"),
            ("stratum.events.v1.EventsService.IngestEvents", "stratum/events/v1/events.proto"),
            ("stratum.advertising.v1.Platform", "stratum/advertising/v1/platform.proto"),
            ("grpc.health.v1.HealthCheckResponse.ServingStatus", "grpc/health/v1/health.proto"),
            ("stratum.options.v1.access", "stratum/options/v1/access.proto"),
            ("google.protobuf.Timestamp", "google/protobuf/timestamp.proto"),
        ] {
            #expect(try #require(FileDescriptors.file(declaring: symbol)).name == file)
        }
        #expect(FileDescriptors.file(declaring: "stratum.events.v1") == nil)
        #expect(FileDescriptors.file(declaring: "") == nil)
    }

    @Test func `a file comes with all it imports`() throws {
        let file = try #require(FileDescriptors.file(named: "stratum/events/v1/events.proto"))
        let names = file.withDependencies.map(\.name)
        #expect(names.first == file.name)
        #expect(Set(names).count == names.count)
        #expect(
            Set(names) == [
                "stratum/events/v1/events.proto", "stratum/events/v1/conversion_event.proto", "stratum/options/v1/access.proto",
                "google/protobuf/descriptor.proto", "google/protobuf/struct.proto", "google/protobuf/timestamp.proto",
            ])
    }

    @Test func `extensions are known by message and number`() {
        #expect(FileDescriptors.extensionNumbers(of: "google.protobuf.MethodOptions") == [50001])
        #expect(FileDescriptors.extensionNumbers(of: "google.protobuf.Timestamp") == [])
        #expect(FileDescriptors.extensionNumbers(of: "no.such") == nil)
        #expect(
            FileDescriptors.file(declaringExtension: 50002, of: "google.protobuf.FieldOptions")?.name == "stratum/options/v1/access.proto")
        #expect(FileDescriptors.file(declaringExtension: 1, of: "google.protobuf.FieldOptions") == nil)
    }

    @Test func `a descriptor is the original and not the lowered one`() throws {
        let file = try #require(FileDescriptors.file(named: "stratum/events/v1/conversion_event.proto"))
        // FileDescriptorProto.name is field 1; ContentItem.item_price keeps proto3_optional (field 17, true).
        #expect(file.bytes.starts(with: [0x0a, UInt8(file.name.utf8.count)] + Array(file.name.utf8)))
        #expect(file.bytes.hex.contains("880101"))
    }

    @Test func `every service of the method tables is in a file`() throws {
        let services = [
            EventsV1.EventsServiceMethods.descriptor, EventsV1.DeliveryServiceMethods.descriptor,
            IdentityV1.TenantServiceMethods.descriptor,
            GRPCHealthV1.HealthMethods.descriptor, GRPCReflectionV1.ServerReflectionMethods.descriptor,
        ]
        for service in services {
            #expect(FileDescriptors.file(declaring: service.fullName) != nil)
            for method in service.methods { #expect(FileDescriptors.file(declaring: "\(service.fullName).\(method.name)") != nil) }
        }
    }
}
