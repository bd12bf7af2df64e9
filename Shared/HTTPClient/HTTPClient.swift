import CCurl
package import EventLoop

/// The way out: HTTP/1.1 requests over kept connections, TLS verified, no redirects, no retries of its own.
///
/// *Owns* a libcurl multi handle and the easy handles in it, until `shutDown`. *Confined* to its loop; one client for each loop.
/// *Valid*: libcurl points to the client unretained; handles leave libcurl before the client goes.
///
/// The process must ignore SIGPIPE: OpenSSL writes to sockets without suppressing it.
package final class HTTPClient: @unchecked Sendable {
    private let loop: EventLoop
    private let configuration: HTTPClientConfiguration
    private let multi: UnsafeMutableRawPointer
    private var idleHandles: [UnsafeMutableRawPointer] = []
    private var active: [UnsafeMutableRawPointer: Transfer] = [:]
    private var activePerHost: [Substring: Int] = [:]
    private var waiting: [Transfer] = []
    private var watches: [Int32: SocketWatch] = [:]
    private var timer: LoopTimer?
    private var isShutDown = false

    /// libcurl's process-wide preparation, done once; it is safe from any thread since curl 7.84.
    private static let isPrepared = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// May be made on any thread; everything else is called on the loop.
    package init(loop: EventLoop, configuration: HTTPClientConfiguration = HTTPClientConfiguration()) {
        precondition(Self.isPrepared, "libcurl could not be prepared")
        guard let multi = curl_multi_init() else { preconditionFailure("curl_multi_init: out of memory") }
        self.loop = loop
        self.configuration = configuration
        self.multi = multi
        let context = Unmanaged.passUnretained(self).toOpaque()
        stratum_curl_multi_set_socket_function(multi, socketChanged, context)
        stratum_curl_multi_set_timer_function(multi, timerChanged, context)
        stratum_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, configuration.connectionsMax)
    }

    deinit {
        precondition(isShutDown || active.isEmpty, "an HTTP client goes while requests are under way")
        if !isShutDown { freeHandles() }
    }

    // MARK: Requests

    /// Sends a request and waits for the whole answer, at most for `timeout`, waiting for a connection included.
    /// Cancelling the task ends it at once.
    package func send(_ request: HTTPRequest, timeout: Duration) async -> Result<HTTPResponse, HTTPFailure> {
        loop.preconditionIsCurrent()
        let ticket = Ticket()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                ticket.transfer = start(request, timeout: timeout) { continuation.resume(returning: $0) }
                // Cancelled before there was anything to cancel.
                if Task.isCancelled { cancel(ticket) }
            }
        } onCancel: {
            loop.execute { self.cancel(ticket) }
        }
    }

    /// Ends every request as cancelled, closes every connection, and refuses what comes later.
    package func shutDown() {
        loop.preconditionIsCurrent()
        guard !isShutDown else { return }
        isShutDown = true
        for transfer in waiting { end(transfer, as: .cancelled, because: "The client is shut down") }
        for transfer in Array(active.values) { end(transfer, as: .cancelled, because: "The client is shut down") }
        timer?.cancel()
        timer = nil
        freeHandles()
    }

    /// Requests under way, and waiting for a connection.
    package var load: (active: Int, waiting: Int) { (active.count, waiting.count) }

    /// What a task cancels. Confined to the loop.
    private final class Ticket: @unchecked Sendable {
        weak var transfer: Transfer?
    }

    private func start(
        _ request: HTTPRequest, timeout: Duration, completion: @escaping (Result<HTTPResponse, HTTPFailure>) -> Void
    ) -> Transfer? {
        func refuse(_ kind: HTTPFailure.Kind, _ reason: String) -> Transfer? {
            completion(.failure(HTTPFailure(kind, requestMayHaveArrived: false, reason: reason)))
            return nil
        }
        guard !isShutDown else { return refuse(.queueFull, "The client is shut down") }
        guard let host = request.host else { return refuse(.invalidRequest, "The URL is not an absolute HTTP URL") }
        guard request.hasSendableHeaders else { return refuse(.invalidRequest, "A header holds bytes that a header may not hold") }
        guard waiting.count < configuration.waitingMax else { return refuse(.queueFull, "Too many requests wait for a connection") }
        let transfer = Transfer(
            request, host: host, startedAt: EventLoop.monotonicNanoseconds(), configuration: configuration, completion: completion)
        transfer.deadline = loop.schedule(after: timeout) { [weak self, weak transfer] in
            guard let self, let transfer else { return }
            self.end(transfer, as: .timeout, because: "No whole answer within the time allowed")
        }
        waiting.append(transfer)
        startWaiting()
        return transfer
    }

    /// Starts whatever may start, oldest first; a host that is at its limit does not hold up the others.
    private func startWaiting() {
        var index = 0
        while index < waiting.count, active.count < configuration.connectionsMax {
            guard activePerHost[waiting[index].host, default: 0] < configuration.connectionsPerHostMax else {
                index += 1
                continue
            }
            let transfer = waiting.remove(at: index)
            guard let handle = idleHandles.popLast() ?? curl_easy_init() else { preconditionFailure("curl_easy_init: out of memory") }
            transfer.configure(handle, by: configuration)
            active[handle] = transfer
            activePerHost[transfer.host, default: 0] += 1
            curl_multi_add_handle(multi, handle)
        }
    }

    private func cancel(_ ticket: Ticket) {
        guard let transfer = ticket.transfer else { return }
        end(transfer, as: .cancelled, because: "The task was cancelled")
    }

    // MARK: Ends

    private func end(_ transfer: Transfer, as kind: HTTPFailure.Kind, because reason: String) {
        let mayHaveArrived = transfer.mayHaveArrived
        guard remove(transfer) else { return }
        let duration = transfer.duration(until: EventLoop.monotonicNanoseconds())
        transfer.completion(.failure(HTTPFailure(kind, requestMayHaveArrived: mayHaveArrived, duration: duration, reason: reason)))
        if !isShutDown { startWaiting() }
    }

    private func finish(_ handle: UnsafeMutableRawPointer, _ code: CURLcode) {
        guard let transfer = active[handle] else { return }
        var status = 0
        stratum_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        let mayHaveArrived = transfer.mayHaveArrived
        guard remove(transfer) else { return }
        let duration = transfer.duration(until: EventLoop.monotonicNanoseconds())
        guard code == CURLE_OK else {
            let kind = transfer.isTooLarge ? .tooLarge : HTTPFailure.Kind(code)
            let reason = transfer.isTooLarge ? "The answer is longer than allowed" : HTTPFailure.reason(code)
            transfer.completion(.failure(HTTPFailure(kind, requestMayHaveArrived: mayHaveArrived, duration: duration, reason: reason)))
            return
        }
        transfer.completion(.success(HTTPResponse(status: status, headers: transfer.headers, body: transfer.body, duration: duration)))
    }

    /// Takes a transfer out of wherever it is. False when it has ended already.
    private func remove(_ transfer: Transfer) -> Bool {
        transfer.deadline?.cancel()
        transfer.deadline = nil
        guard let handle = transfer.handle else {
            guard let index = waiting.firstIndex(where: { $0 === transfer }) else { return false }
            waiting.remove(at: index)
            return true
        }
        guard active.removeValue(forKey: handle) != nil else { return false }
        transfer.handle = nil
        activePerHost[transfer.host, default: 1] -= 1
        if activePerHost[transfer.host] == 0 { activePerHost[transfer.host] = nil }
        curl_multi_remove_handle(multi, handle)
        curl_easy_reset(handle)
        transfer.freeHeaders()
        idleHandles.append(handle)
        return true
    }

    private func freeHandles() {
        for handle in idleHandles { curl_easy_cleanup(handle) }
        idleHandles = []
        curl_multi_cleanup(multi)
    }

    // MARK: libcurl and the loop

    fileprivate func watch(_ descriptor: Int32, _ interest: Int32) {
        guard interest != CURL_POLL_REMOVE else {
            if watches.removeValue(forKey: descriptor) != nil, loop.isCurrent { loop.unwatch(descriptor) }
            return
        }
        var readiness: Readiness = []
        if interest == CURL_POLL_IN || interest == CURL_POLL_INOUT { readiness.insert(.readable) }
        if interest == CURL_POLL_OUT || interest == CURL_POLL_INOUT { readiness.insert(.writable) }
        do {
            if watches[descriptor] != nil {
                try loop.rewatch(descriptor, for: readiness)
            } else {
                let watch = SocketWatch(descriptor, for: self)
                watches[descriptor] = watch
                try loop.watch(descriptor, for: readiness, handler: watch)
            }
        } catch {
            // Unwatched, the transfer ends by its deadline.
            watches[descriptor] = nil
        }
    }

    fileprivate func setTimer(_ milliseconds: Int) {
        timer?.cancel()
        timer = nil
        guard milliseconds >= 0 else { return }
        timer = loop.schedule(afterNanoseconds: UInt64(milliseconds) * 1_000_000) { [weak self] in
            guard let self else { return }
            self.timer = nil
            self.act(on: CURL_SOCKET_TIMEOUT, 0)
        }
    }

    func socketIsReady(_ descriptor: Int32, _ readiness: Readiness) {
        var mask: Int32 = 0
        if readiness.contains(.readable) { mask |= CURL_CSELECT_IN }
        if readiness.contains(.writable) { mask |= CURL_CSELECT_OUT }
        if readiness.contains(.error) { mask |= CURL_CSELECT_ERR }
        // Reading tells libcurl that the other side is gone.
        if readiness.contains(.hangUp) { mask |= CURL_CSELECT_IN }
        act(on: descriptor, mask)
    }

    private func act(on descriptor: Int32, _ mask: Int32) {
        var running: Int32 = 0
        curl_multi_socket_action(multi, descriptor, mask, &running)
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            finish(handle, stratum_curl_message_result(message))
        }
        if !isShutDown { startWaiting() }
    }
}

// MARK: C callbacks

private func socketChanged(
    handle: UnsafeMutableRawPointer?, descriptor: curl_socket_t, interest: Int32, context: UnsafeMutableRawPointer?,
    socketContext: UnsafeMutableRawPointer?
) -> Int32 {
    Unmanaged<HTTPClient>.fromOpaque(context!).takeUnretainedValue().watch(descriptor, interest)
    return 0
}

private func timerChanged(multi: UnsafeMutableRawPointer?, milliseconds: Int, context: UnsafeMutableRawPointer?) -> Int32 {
    Unmanaged<HTTPClient>.fromOpaque(context!).takeUnretainedValue().setTimer(milliseconds)
    return 0
}
