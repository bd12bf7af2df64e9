/// What Meta makes of a request before anything is taken.
enum MetaVerdict: Sendable, Equatable {
    /// An answer that takes nothing: JSON.
    case answer([UInt8])
    case refusal(MetaRefusal)
    /// These events are to be taken for the pixel.
    case events([IncomingEvent], pixelID: String)
}
