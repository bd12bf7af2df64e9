/// Where log lines go. Each call hands over one whole line that ends with a newline.
package protocol LogSink: AnyObject, Sendable {
    func write(line: [UInt8])
}
