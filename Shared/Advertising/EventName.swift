/// The name of a conversion: one of the generic names that every platform has a word for, or a custom one.
///
/// A generic name is recognised in any spelling (`add_to_cart`, `AddToCart`), so that one happening has one name when events are compared.
package enum EventName: Sendable, Hashable {
    case generic(Generic)
    case custom(String)

    package enum Generic: String, Sendable, Hashable, CaseIterable {
        case pageView = "page_view"
        case viewContent = "view_content"
        case viewList = "view_list"
        case search
        case addToCart = "add_to_cart"
        case addToWishlist = "add_to_wishlist"
        case initiateCheckout = "initiate_checkout"
        case addPaymentInfo = "add_payment_info"
        case purchase
        case refund
        case lead
        case completeRegistration = "complete_registration"
        case subscribe
        case startTrial = "start_trial"
        case contact
        case schedule
        case submitApplication = "submit_application"
        case findLocation = "find_location"
        case customizeProduct = "customize_product"
        case donate
        case download
        case login
    }

    /// Meta's limit for the name of a custom event.
    package static let charactersMax = 50

    private static let genericByName = Dictionary(uniqueKeysWithValues: Generic.allCases.map { ($0.rawValue, $0) })
    private static let genericByKey: [String: Generic] = {
        var names = Dictionary(uniqueKeysWithValues: Generic.allCases.map { (key($0.rawValue), $0) })
        names["signup"] = .completeRegistration
        return names
    }()

    /// Nil when the name is empty, too long, or holds control characters. White space around it is not part of it.
    package init?(_ text: String) {
        if let generic = Self.genericByName[text] {
            self = .generic(generic)
            return
        }
        let name = text.trimmingWhitespace
        let hasControls = name.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard !name.isEmpty, name.count <= Self.charactersMax, !hasControls else { return nil }
        self = Self.genericByKey[Self.key(name)].map { .generic($0) } ?? .custom(name)
    }

    /// The name under which it is stored and compared.
    package var name: String {
        switch self {
        case .generic(let generic): generic.rawValue
        case .custom(let name): name
        }
    }

    /// What Meta calls it. A name that is not standard there is sent as a custom event.
    package var meta: (name: String, isStandard: Bool) {
        switch self {
        case .custom(let name): (name, false)
        case .generic(.refund), .generic(.download), .generic(.login): (capitalised, false)
        case .generic(.viewList): ("ViewContent", true)
        case .generic: (capitalised, true)
        }
    }

    /// `add_to_cart` as `AddToCart`: the way Meta writes its standard events.
    private var capitalised: String {
        name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private static func key(_ name: String) -> String {
        name.lowercased().filter { $0 != "_" && $0 != " " && $0 != "-" }
    }
}
