/// What an error of the Graph API means for sending. Meta: Graph API error handling; Conversions API errors
enum MetaErrorClass: Sendable, Hashable {
    /// The platform's own trouble: send again.
    case transient
    /// Too many calls.
    case rateLimited
    /// The token, or what it is allowed, must be renewed by the tenant.
    case credentials
    /// Something in the events: the rest may go without them.
    case eventsRefused
    /// The request as such, whatever events it holds.
    case requestRefused

    /// Nil for a code that is not known.
    init?(code: Int, subcode: Int?) {
        switch (code, subcode) {
        case (1, _), (2, _), (341, _), (5000, _), (21009, _): self = .transient
        case (4, _), (17, _), (32, _), (613, _), (80000...80006, _), (80008...80009, _), (80014, _): self = .rateLimited
        // 10 asks for consent again, which is connecting again.
        case (10, _), (102, _), (190, _): self = .credentials
        case (100, 33?), (100, 1_713_230?): self = .requestRefused
        // 105 is too many parameters: half of the events have fewer.
        case (100, _), (105, _), (194, _), (506, _): self = .eventsRefused
        case (3, _), (200...299, _), (368, _), (2635, _), (2650, _), (2655, _), (1_487_301, _), (1_487_366, _): self = .requestRefused
        default: return nil
        }
    }
}
