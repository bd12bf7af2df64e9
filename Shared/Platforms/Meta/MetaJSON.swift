import FoundationEssentials

/// Reads the JSON of answers.
enum MetaJSON {
    /// Nil when the bytes are not that.
    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) -> Value? {
        try? JSONDecoder().decode(type, from: Data(bytes))
    }
}
