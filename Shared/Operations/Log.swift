import Glibc

/// Writes what happened, one line per event, to a sink: a value that is passed down, cheap to copy.
///
/// A line below the level costs one comparison: message and fields are not even made.
package struct Log: Sendable {
    package let service: String
    package let level: LogLevel
    package let format: LogFormat
    private let sink: any LogSink
    private let common: LogFields

    package init(service: String, level: LogLevel = .info, format: LogFormat = .json, sink: any LogSink) {
        self.init(service: service, level: level, format: format, sink: sink, common: LogFields())
    }

    private init(service: String, level: LogLevel, format: LogFormat, sink: any LogSink, common: LogFields) {
        self.service = service
        self.level = level
        self.format = format
        self.sink = sink
        self.common = common
    }

    /// The same log with fields that every line carries.
    package func with(_ fields: LogFields) -> Log {
        Log(service: service, level: level, format: format, sink: sink, common: common + fields)
    }

    package func debug(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = LogFields()) {
        if level <= .debug { write(.debug, message(), fields()) }
    }

    package func info(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = LogFields()) {
        if level <= .info { write(.info, message(), fields()) }
    }

    package func warning(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = LogFields()) {
        if level <= .warning { write(.warning, message(), fields()) }
    }

    package func error(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = LogFields()) {
        if level <= .error { write(.error, message(), fields()) }
    }

    private func write(_ level: LogLevel, _ message: String, _ fields: LogFields) {
        var line = LogLine(format: format)
        line.begin(unixNanoseconds: UnixTime.nanoseconds(), level: level, service: service, message: message)
        for field in common.fields { line.add(field.key, field.value) }
        for field in fields.fields { line.add(field.key, field.value) }
        sink.write(line: line.finished())
    }
}
