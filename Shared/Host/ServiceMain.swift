import Glibc
import Operations

/// The main program of every service: arguments, settings, life.
package enum ServiceMain {
    /// Does what the arguments ask for and ends the process: 0 done, 1 failed, 64 bad usage or configuration, 69 something needed is not there.
    package static func run<Service: HostedService>(_ service: Service.Type) -> Never {
        Lifecycle.prepare()
        do {
            let command = try ServiceCommand(Array(CommandLine.arguments.dropFirst()))
            try perform(command, service)
            exit(0)
        } catch {
            fail(error, in: service.name)
        }
    }

    private static func perform<Service: HostedService>(_ command: ServiceCommand, _ service: Service.Type) throws {
        if command == .help {
            print(help(service))
            return
        }
        let environment = Environment(processEnvironment(), service: service.name)
        let host = try HostConfiguration(
            environment, defaultPort: service.defaultPort, processors: processors, usesIdentity: service.usesIdentity)
        let clock = try ServiceClock(environment)
        let configuration = try service.configuration(from: environment)
        switch command {
        case .help: break
        case .printConfiguration:
            print(environment.report, terminator: "")
        case .checkConfiguration:
            warn(environment, in: service.name)
            if let unknown = environment.unknownSettings.first { throw StartError.configuration(unknown.description) }
            print("The configuration of stratum-\(service.name) can be used.")
        case .health:
            try HealthProbe.run(host.listenAddress)
        case .migrate:
            try Migration.run(service, configuration, host)
        case .serve:
            warn(environment, in: service.name)
            try ServiceRun(service, configuration, host, clock).untilSignal()
        }
    }

    private static var processors: Int { Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    private static func warn(_ environment: Environment, in name: String) {
        for sentence in environment.warnings + environment.unknownSettings.map(\.description) {
            complain("stratum-\(name): \(sentence)")
        }
    }

    private static func help<Service: HostedService>(_ service: Service.Type) -> String {
        let commands = ServiceCommand.words.map { word, _, summary in
            "  \(word)\(String(repeating: " ", count: 18 - word.count))\(summary)"
        }
        return """
            stratum-\(service.name): \(service.summary)

            Usage: stratum-\(service.name) [command]

            \(commands.joined(separator: "\n"))

            Settings come from the environment; --print-config lists them with their meaning.
            """
    }

    /// One sentence on standard error, and the exit code that goes with it.
    private static func fail(_ error: any Error, in name: String) -> Never {
        complain("stratum-\(name): \((error as? StartError)?.sentence ?? "\(error)")")
        exit((error as? StartError)?.exitCode ?? 1)
    }

    private static func complain(_ line: String) {
        _ = (line + "\n").withCString { write(STDERR_FILENO, $0, strlen($0)) }
    }

    /// The environment as a map. Read once, here, and passed in everywhere else.
    private static func processEnvironment() -> [String: String] {
        var values: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let line = String(cString: text)
            if let separator = line.firstIndex(of: "=") {
                values[String(line[..<separator])] = String(line[line.index(after: separator)...])
            }
            entry += 1
        }
        return values
    }
}
