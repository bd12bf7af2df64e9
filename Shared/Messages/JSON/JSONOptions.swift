/// How the proto3 JSON mapping is written and read.
package struct JSONOptions: Sendable {
    /// Writes fields without presence even when they hold their default.
    package var emitsDefaults: Bool
    /// Writes field names as in the proto (`event_id`) and not in lowerCamelCase. Reading takes both at all times.
    package var usesProtoNames: Bool
    /// Reads over fields and enum names that the message does not know instead of refusing them.
    package var ignoresUnknownFields: Bool
    /// The messages that a google.protobuf.Any may hold.
    package var types: MessageTypes

    package init(
        emitsDefaults: Bool = false, usesProtoNames: Bool = false, ignoresUnknownFields: Bool = false, types: MessageTypes = .generated
    ) {
        self.emitsDefaults = emitsDefaults
        self.usesProtoNames = usesProtoNames
        self.ignoresUnknownFields = ignoresUnknownFields
        self.types = types
    }

    /// Defaults left out, lowerCamelCase names, unknown fields refused.
    package static let `default` = JSONOptions()
}
