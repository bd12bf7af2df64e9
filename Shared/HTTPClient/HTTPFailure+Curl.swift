import CCurl

extension HTTPFailure.Kind {
    /// What a code of libcurl means to us.
    init(_ code: CURLcode) {
        switch code {
        case CURLE_URL_MALFORMAT: self = .invalidRequest
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .resolve
        case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED: self = .connect
        case CURLE_OPERATION_TIMEDOUT: self = .timeout
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            self = .tls
        case CURLE_FILESIZE_EXCEEDED: self = .tooLarge
        // The request's own scheme was looked at before: an unsupported protocol is what the answer speaks.
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING: self = .malformed
        default: self = .reset
        }
    }
}

extension HTTPFailure {
    /// libcurl's own sentence for a code: it names no host and no URL.
    static func reason(_ code: CURLcode) -> String {
        switch code {
        // Sending again over another connection is what libcurl would do here; the request may have been worked on already.
        case CURLE_SEND_FAIL_REWIND: "The connection broke before an answer"
        default: curl_easy_strerror(code).map { String(cString: $0) } ?? "libcurl code \(code.rawValue)"
        }
    }
}
