/// What a field holds.
indirect enum FieldKind {
    case int32, sint32, sfixed32
    case int64, sint64, sfixed64
    case uint32, fixed32
    case uint64, fixed64
    case float, double, bool, string, bytes
    /// Full name of the enum.
    case enumeration(String)
    /// Full name of the message.
    case message(String)
    /// A map; the entry's full name, its key and its value.
    case map(entry: String, key: FieldKind, value: FieldKind)
}
