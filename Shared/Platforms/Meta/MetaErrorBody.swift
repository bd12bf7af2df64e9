/// The error object of a Graph API answer, as far as it is used.
struct MetaErrorBody: Decodable {
    struct Envelope: Decodable {
        let error: MetaErrorBody
    }

    /// A step of the way to a field: a key or a place in an array.
    private enum Step: Decodable {
        case key(String)
        case place(Int)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let place = try? container.decode(Int.self) {
                self = .place(place)
            } else {
                self = .key(try container.decode(String.self))
            }
        }
    }

    private struct Blame: Decodable {
        let specs: [[Step]]

        enum CodingKeys: String, CodingKey {
            case specs = "blame_field_specs"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case message, code
        case subcode = "error_subcode"
        case isTransient = "is_transient"
        case userTitle = "error_user_title"
        case userMessage = "error_user_msg"
        case data = "error_data"
    }

    let message: String
    let code: Int
    let subcode: Int?
    let isTransient: Bool
    let userTitle: String?
    let userMessage: String?
    /// Places in `data` of the events that are blamed.
    let blamedEvents: [Int]

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        message = (try? container.decode(String.self, forKey: .message)) ?? ""
        code = try container.decode(Int.self, forKey: .code)
        subcode = try? container.decode(Int.self, forKey: .subcode)
        isTransient = (try? container.decode(Bool.self, forKey: .isTransient)) ?? false
        userTitle = try? container.decode(String.self, forKey: .userTitle)
        userMessage = try? container.decode(String.self, forKey: .userMessage)
        // An object, or a text that holds one.
        var blame = try? container.decode(Blame.self, forKey: .data)
        if blame == nil, let text = try? container.decode(String.self, forKey: .data) {
            blame = MetaJSON.decode(Blame.self, from: Array(text.utf8))
        }
        blamedEvents = (blame?.specs ?? []).compactMap { spec in
            guard spec.count > 1, case .key("data") = spec[0], case .place(let place) = spec[1] else { return nil }
            return place
        }
    }

    /// `100/2804003`, or `100` without a subcode.
    var platformCode: String { subcode.map { "\(code)/\($0)" } ?? "\(code)" }

    /// What a person should read.
    var reason: String {
        switch (userTitle, userMessage) {
        case (let title?, let message?): "\(title): \(message)"
        case (let text?, nil), (nil, let text?): text
        case (nil, nil): message.isEmpty ? "Meta's error \(platformCode)" : message
        }
    }
}
