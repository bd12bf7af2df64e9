/// An error of the Graph API: what is answered instead of doing what was asked.
struct MetaRefusal: Error, Sendable, Equatable {
    /// A step on the way to the field that is blamed.
    enum Step: Sendable, Equatable {
        case key(String)
        case index(Int)
    }

    let code: Int
    var subcode: Int?
    var type = "OAuthException"
    var status = 400
    var isTransient = false
    let message: String
    var userTitle: String?
    var userMessage: String?
    var blame: [Step] = []

    init(
        code: Int, subcode: Int? = nil, type: String = "OAuthException", status: Int = 400, isTransient: Bool = false, message: String,
        userTitle: String? = nil, userMessage: String? = nil, blame: [Step] = []
    ) {
        self.code = code
        self.subcode = subcode
        self.type = type
        self.status = status
        self.isTransient = isTransient
        self.message = message
        self.userTitle = userTitle
        self.userMessage = userMessage
        self.blame = blame
    }

    /// The same, blamed on a field further out.
    func blamed(on step: Step) -> MetaRefusal {
        var refusal = self
        refusal.blame.insert(step, at: 0)
        return refusal
    }

    /// The error as JSON.
    func body(traceID: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.raw(#"{"error":{"message":"#)
        writer.string(message)
        writer.raw(#","type":"#)
        writer.string(type)
        writer.raw(#","code":"#)
        writer.integer(code)
        if let subcode {
            writer.raw(#","error_subcode":"#)
            writer.integer(subcode)
        }
        writer.raw(isTransient ? #","is_transient":true"# : #","is_transient":false"#)
        if let userTitle {
            writer.raw(#","error_user_title":"#)
            writer.string(userTitle)
        }
        if let userMessage {
            writer.raw(#","error_user_msg":"#)
            writer.string(userMessage)
        }
        if !blame.isEmpty { writeBlame(to: &writer) }
        writer.raw(#","fbtrace_id":"#)
        writer.string(traceID)
        writer.raw("}}")
        return writer.bytes
    }

    private func writeBlame(to writer: inout JSONWriter) {
        writer.raw(#","error_data":{"blame_field_specs":[["#)
        for (index, step) in blame.enumerated() {
            if index > 0 { writer.raw(",") }
            switch step {
            case .key(let key): writer.string(key)
            case .index(let number): writer.integer(number)
            }
        }
        writer.raw("]]}")
    }
}
