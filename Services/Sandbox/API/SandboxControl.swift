import Messages
import RPC
import Stubs

/// The calls that steer and question the sandbox.
struct SandboxControl: SandboxV1.SandboxServiceHandlers {
    let world: SandboxWorld

    func setFault(_ request: SandboxV1.SetFaultRequest, context: CallContext) async throws -> SandboxV1.SetFaultResponse {
        let message = request.fault ?? SandboxV1.Fault()
        world.set(try Fault(message), at: try SandboxPlatform(message.platform, field: "fault.platform"))
        return SandboxV1.SetFaultResponse()
    }

    func clearFaults(_ request: SandboxV1.ClearFaultsRequest, context: CallContext) async throws -> SandboxV1.ClearFaultsResponse {
        world.clearFaults()
        return SandboxV1.ClearFaultsResponse()
    }

    func getReceivedTotals(
        _ request: SandboxV1.GetReceivedTotalsRequest, context: CallContext
    ) async throws -> SandboxV1.GetReceivedTotalsResponse {
        let totals = world.totals(at: try SandboxPlatform(request.platform, field: "platform"))
        return SandboxV1.GetReceivedTotalsResponse(
            requests: totals.requests, events: totals.events, counted: totals.counted, repeated: totals.repeated,
            repeatedWithOtherBody: totals.repeatedWithOtherBody, refusedRequests: totals.refusedRequests)
    }

    func reset(_ request: SandboxV1.ResetRequest, context: CallContext) async throws -> SandboxV1.ResetResponse {
        do {
            try world.reset()
        } catch {
            throw RPCError.internal("The ledger's file cannot be emptied", cause: error)
        }
        return SandboxV1.ResetResponse()
    }
}
