/// The elements of a repeated message field as protobuf-c keeps it. Valid as long as the message that holds the field.
func pointers<T>(_ array: UnsafeMutablePointer<UnsafeMutablePointer<T>?>?, _ count: Int) -> [UnsafeMutablePointer<T>] {
    UnsafeBufferPointer(start: array, count: array == nil ? 0 : count).compactMap { $0 }
}

/// The elements of a repeated string field as protobuf-c keeps it.
func strings(_ array: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ count: Int) -> [String] {
    pointers(array, count).map { String(cString: $0) }
}

/// A string field as protobuf-c keeps it; empty when it is absent.
func string(_ field: UnsafePointer<CChar>?) -> String {
    field.map { String(cString: $0) } ?? ""
}
