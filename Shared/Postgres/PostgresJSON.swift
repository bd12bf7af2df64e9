/// A JSON text on its way to or from a `jsonb` column. Not parsed here.
package struct PostgresJSON: Hashable, Sendable {
    /// The text in UTF-8.
    package let utf8: [UInt8]

    package init(utf8: [UInt8]) { self.utf8 = utf8 }

    package init(_ text: String) { utf8 = Array(text.utf8) }

    package var text: String { String(decoding: utf8, as: UTF8.self) }
}
