/// A protobuf message as a Swift value.
///
/// Generated types conform by way of `GeneratedMessage`; they pack and unpack through protobuf-c.
package protocol Message: Sendable, Equatable {
    /// The empty message: every field at its default.
    init()

    /// The full proto name, e.g. `stratum.events.v1.ConversionEvent`.
    static var fullName: String { get }

    /// Reads the binary form. Everything is copied: nothing of `bytes` is kept.
    ///
    /// Bounded by `limits` in depth, bytes and allocations; never crashes, whatever the bytes are.
    init(unpacking bytes: UnsafeRawBufferPointer, limits: UnpackLimits) throws(UnpackError)

    /// `headroom` zero bytes followed by the packed message. gRPC's five-byte prefix is written into the headroom.
    ///
    /// Deterministic: equal messages pack to equal bytes; map entries go in the order of their keys.
    func packed(headroom: Int) -> [UInt8]

    /// The proto3 JSON mapping of the message, UTF-8.
    func jsonBytes(_ options: JSONOptions) throws(JSONError) -> [UInt8]

    /// Reads the proto3 JSON mapping, bounded by `limits` in depth and bytes.
    init(json bytes: UnsafeRawBufferPointer, limits: UnpackLimits, options: JSONOptions) throws(JSONError)

    /// Fields that this version of the message does not know. They are kept, and packed again byte for byte.
    var unknownFields: UnknownFields { get set }
}

extension Message {
    /// Reads the binary form out of an array.
    package init(unpacking bytes: [UInt8], limits: UnpackLimits = .default) throws(UnpackError) {
        self = try bytes.withUnsafeBufferPointer { buffer throws(UnpackError) in
            try Self(unpacking: UnsafeRawBufferPointer(buffer), limits: limits)
        }
    }

    /// The packed message without headroom.
    package func packed() -> [UInt8] {
        packed(headroom: 0)
    }

    /// The proto3 JSON mapping of the message as text.
    package func json(_ options: JSONOptions = .default) throws(JSONError) -> String {
        String(decoding: try jsonBytes(options), as: UTF8.self)
    }

    /// Reads the proto3 JSON mapping; an unknown field is an error.
    package init(json bytes: UnsafeRawBufferPointer, limits: UnpackLimits) throws(JSONError) {
        try self.init(json: bytes, limits: limits, options: .default)
    }

    /// Reads the proto3 JSON mapping out of text.
    package init(json text: String, limits: UnpackLimits = .default, options: JSONOptions = .default) throws(JSONError) {
        self = try Array(text.utf8).withUnsafeBufferPointer { buffer throws(JSONError) in
            try Self(json: UnsafeRawBufferPointer(buffer), limits: limits, options: options)
        }
    }
}
