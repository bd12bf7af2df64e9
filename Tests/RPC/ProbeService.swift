import EventLoop
import Messages
import Synchronization

@testable import RPC

/// A service with one method of each kind, which does what a test asks for in the text of its request.
struct ProbeService: RPCService {
    typealias Text = GoogleProtobuf.StringValue
    typealias Bytes = GoogleProtobuf.BytesValue

    static func method(_ name: String, _ kind: CallKind) -> MethodDescriptor {
        MethodDescriptor(service: "stratum.tests.v1.ProbeService", name: name, kind: kind, access: Access(rule: .everyone))
    }

    static let echo = Method<Text, Text>(method("Echo", .unary))
    static let echoBytes = Method<Bytes, Bytes>(method("EchoBytes", .unary))
    static let wait = Method<Text, Text>(method("Wait", .unary))
    static let remaining = Method<Text, Text>(method("Remaining", .unary))
    static let fail = Method<Text, Text>(method("Fail", .unary))
    static let count = Method<Text, Text>(method("Count", .serverStreaming))
    static let join = Method<Text, Text>(method("Join", .clientStreaming))
    static let chat = Method<Text, Text>(method("Chat", .bidirectionalStreaming))
    static let descriptor = ServiceDescriptor(
        fullName: "stratum.tests.v1.ProbeService",
        methods: [
            echo.descriptor, echoBytes.descriptor, wait.descriptor, fail.descriptor, count.descriptor, join.descriptor, chat.descriptor,
        ])

    /// What the handlers saw.
    let journal = Journal()

    func register(in table: inout MethodTable) {
        table.unary(Self.echo) { request, context in
            context.initialMetadata = context.metadata
            context.trailingMetadata.append("x-trailer", "end")
            return request
        }
        table.unary(Self.echoBytes) { request, _ in request }
        table.unary(Self.wait) { request, context in
            journal.note("waiting")
            do { try await context.loop.sleep(for: .seconds(60)) } catch { journal.note("stopped") }
            return request
        }
        table.unary(Self.remaining) { _, context in
            let milliseconds = context.remaining.map { $0.components.seconds * 1000 + $0.components.attoseconds / 1_000_000_000_000_000 }
            return Text(value: milliseconds.map { "\($0)" } ?? "none")
        }
        table.unary(Self.fail) { request, _ in throw Self.error(request.value) }
        table.serverStreaming(Self.count) { request, responses, context in
            for number in 0..<(Int(request.value) ?? 0) {
                do { try await responses.write(Text(value: "\(number)")) } catch {
                    journal.note("refused \(number)")
                    throw error
                }
                journal.wrote(number + 1)
            }
        }
        table.clientStreaming(Self.join) { requests, _ in
            var all: [String] = []
            while let request = try await requests.next() { all.append(request.value) }
            return Text(value: all.joined(separator: ","))
        }
        table.bidirectionalStreaming(Self.chat) { requests, responses, _ in
            for try await request in requests { try await responses.write(Text(value: "re: \(request.value)")) }
        }
    }

    private static func error(_ kind: String) -> any Error {
        switch kind {
        case "details":
            RPCError.invalidArgument(
                "user_data.email: not an address", violations: [("user_data.email", "not an address")], reason: "BAD_EMAIL")
        case "retry": RPCError.unavailable("the database is starting", retryAfter: .milliseconds(1500))
        case "special": RPCError(.unknown, "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈 100%\t\n")
        case "metadata": RPCError(.notFound, "none", metadata: ["x-why": "gone"])
        default: OddError()
        }
    }

    /// An error that says nothing about itself.
    struct OddError: Error {}
}

/// What handlers saw, for tests to wait for.
final class Journal: Sendable {
    private let state = Mutex((notes: [String](), written: 0))

    func note(_ text: String) { state.withLock { $0.notes.append(text) } }
    func wrote(_ count: Int) { state.withLock { $0.written = max($0.written, count) } }

    var notes: [String] { state.withLock { $0.notes } }
    var written: Int { state.withLock { $0.written } }
}
