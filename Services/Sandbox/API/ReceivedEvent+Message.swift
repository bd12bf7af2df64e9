import Messages
import Secrets

extension ReceivedEvent {
    /// The event as the contract has it.
    var message: SandboxV1.ReceivedEvent {
        SandboxV1.ReceivedEvent(
            platform: platform.message, pixelID: pixelID, eventName: eventName, eventID: eventID,
            receivedAt: GoogleProtobuf.Timestamp(unixNanoseconds: receivedAtUnixNanoseconds), bodySHA256: digest.hex,
            isCounted: isCounted, body: String(decoding: body, as: UTF8.self))
    }
}
