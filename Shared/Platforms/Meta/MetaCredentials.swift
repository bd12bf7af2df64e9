/// What opens a pixel's Conversions API. Prints without the token.
package struct MetaCredentials: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// The pixel (dataset): digits.
    package let pixelID: String
    package let accessToken: String

    package init(pixelID: String, accessToken: String) {
        self.pixelID = pixelID
        self.accessToken = accessToken
    }

    /// Whether the pixel's id can stand in a path.
    var hasPlainPixelID: Bool {
        (1...20).contains(pixelID.utf8.count) && pixelID.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    package var description: String { "MetaCredentials(pixel \(pixelID))" }
    package var customMirror: Mirror { Mirror(self, children: ["pixelID": pixelID]) }
}
