import EventLoop
import Messages
import Operations
import RPC
import Stubs

/// The command `health`: what an orchestrator runs to learn how the service is.
enum HealthProbe {
    /// How long the service may take to answer.
    private static let timeout: Duration = .seconds(3)

    /// Returns when it is SERVING. Throws with exit code 1 when it answers anything else, 69 when it does not answer.
    static func run(_ address: NetworkAddress) throws {
        let thread = try EventLoop(name: "health").start()
        defer {
            thread.loop.stop()
            thread.join()
        }
        let loop = thread.loop
        let result = LoopAwait.run(on: loop) {
            let client = RPCClient(target: address.description, loops: [loop])
            let response = try await GRPCHealthV1.HealthClient(client).check(GRPCHealthV1.HealthCheckRequest(), timeout: timeout)
            await client.close(grace: .zero)
            return response.status
        }
        switch result {
        case .success(.serving): print("SERVING")
        case .success(let status):
            throw StartError(sentence: "\(address) answers \(status.protoName ?? "\(status.rawValue)").", exitCode: 1)
        case .failure(let error): throw StartError.unavailable("\(address) does not answer: \(error).")
        }
    }
}
