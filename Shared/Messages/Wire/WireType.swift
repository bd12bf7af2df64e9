/// How a field's value looks on the wire. Source: the protobuf encoding guide, "Message Structure".
enum WireType: UInt8 {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case groupStart = 3
    case groupEnd = 4
    case fixed32 = 5
}
