import CCurl
import EventLoop

extension Transfer {
    /// Sets the request on a fresh easy handle.
    func configure(_ handle: UnsafeMutableRawPointer, by configuration: HTTPClientConfiguration) {
        self.handle = handle
        let context = Unmanaged.passUnretained(self).toOpaque()
        set(CURLOPT_PRIVATE, context)
        stratum_curl_set_string(handle, CURLOPT_URL, request.url)
        stratum_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        stratum_curl_set_string(handle, CURLOPT_USERAGENT, configuration.userAgent)
        // No proxy from the environment: where requests go is configuration.
        stratum_curl_set_string(handle, CURLOPT_PROXY, "")
        if let file = configuration.trustedCertificatesFile { stratum_curl_set_string(handle, CURLOPT_CAINFO, file) }
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        set(CURLOPT_NOSIGNAL, 1)
        // Otherwise a transfer that ends while its name is looked up makes the loop wait for the resolver's thread.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(configuration.connectTimeout))
        set(CURLOPT_MAXAGE_CONN, max(1, Int(configuration.idleTimeout.components.seconds)))
        stratum_curl_set_offset(handle, CURLOPT_MAXFILESIZE_LARGE, bodyBytesMax)
        stratum_curl_set_data_function(handle, CURLOPT_WRITEFUNCTION, bodyCame)
        set(CURLOPT_WRITEDATA, context)
        stratum_curl_set_data_function(handle, CURLOPT_HEADERFUNCTION, headerCame)
        set(CURLOPT_HEADERDATA, context)
        setMethod(context)
        setHeaders()
    }

    private func setMethod(_ context: UnsafeMutableRawPointer) {
        switch request.method {
        case .get where request.body.isEmpty: return
        case .head: set(CURLOPT_NOBODY, 1)
        default:
            set(CURLOPT_POST, 1)
            stratum_curl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, request.body.count)
            // The body is given by a function that cannot rewind. So when a kept connection turns out to be dead after the request
            // went out, libcurl fails instead of sending it a second time unasked.
            stratum_curl_set_data_function(handle, CURLOPT_READFUNCTION, bodyWanted)
            set(CURLOPT_READDATA, context)
            set(CURLOPT_UPLOAD_BUFFERSIZE, min(max(request.body.count, 16 << 10), 1 << 20))
            if request.method != .post { stratum_curl_set_string(handle, CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
            // Without a body there is nothing to rewind: only a fresh connection is never tried twice.
            if request.body.isEmpty { set(CURLOPT_FRESH_CONNECT, 1) }
        }
    }

    private func setHeaders() {
        for field in request.headers.fields {
            // libcurl takes "Name:" as "leave it out", and "Name;" as a header without value.
            headerList = curl_slist_append(headerList, field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        if !request.body.isEmpty {
            // Neither a wait for 100 Continue nor a type that was not said.
            headerList = curl_slist_append(headerList, "Expect:")
            if request.headers["Content-Type"] == nil { headerList = curl_slist_append(headerList, "Content-Type:") }
        }
        set(CURLOPT_HTTPHEADER, headerList.map { UnsafeMutableRawPointer($0) })
    }

    /// Frees what was set on the handle.
    func freeHeaders() {
        curl_slist_free_all(headerList)
        headerList = nil
    }

    private func set(_ option: CURLoption, _ value: Int) { stratum_curl_set_long(handle, option, value) }

    private func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) { stratum_curl_set_pointer(handle, option, value) }

    private func milliseconds(_ duration: Duration) -> Int { Int(clamping: max(1, duration.wholeNanoseconds / 1_000_000)) }
}

extension HTTPRequest {
    /// Whether every header can stand in a request: no line break and no control byte, which would make a second header of it. RFC 9110 §5.5
    var hasSendableHeaders: Bool {
        headers.fields.allSatisfy { field in
            !field.name.isEmpty
                && field.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ";") }
                && field.value.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }
        }
    }

    /// Scheme and authority of the URL; nil when it is not an absolute one of HTTP.
    var host: Substring? {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        for scheme in ["http://", "https://"] where url.hasPrefix(scheme) {
            let end = url.dropFirst(scheme.count).firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? url.endIndex
            return url.distance(from: url.startIndex, to: end) > scheme.count ? url[..<end] : nil
        }
        return nil
    }
}

// MARK: C callbacks

private func bodyCame(bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?) -> Int {
    let transfer = Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
    return transfer.take(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
}

private func headerCame(bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?) -> Int {
    let transfer = Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
    return transfer.takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

private func bodyWanted(buffer: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?) -> Int {
    Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue().read(into: buffer!, space: size * count)
}
