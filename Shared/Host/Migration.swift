import EventLoop
import Operations

/// The command `migrate`.
enum Migration {
    static func run<Service: HostedService>(
        _ service: Service.Type, _ configuration: Service.Configuration, _ host: HostConfiguration
    ) throws {
        let writer = LogWriter()
        let log = Log(service: service.name, level: .warning, format: host.logFormat, sink: writer)
        defer { writer.flush(within: .seconds(2)) }
        let thread = try EventLoop(name: "migrate").start()
        let result = LoopAwait.run(on: thread.loop) { [loop = thread.loop] in
            try await service.migrate(configuration, on: loop, log: log)
        }
        thread.loop.stop()
        thread.join()
        let sentences = try result.get()
        for sentence in sentences { print(sentence) }
        if sentences.isEmpty { print("The schema of \(service.name) is up to date.") }
    }
}
