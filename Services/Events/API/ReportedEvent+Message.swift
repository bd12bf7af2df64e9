import Advertising
import Messages

extension ReportedEvent {
    init(_ message: EventsV1.ConversionEvent) {
        eventID = message.eventID
        eventName = message.eventName
        eventSourceURL = message.eventSourceURL
        person = message.userData.map { PersonalData($0) }
        value = message.value
        currency = message.currency
        contents = message.contents.map { ContentItem(id: $0.id, quantity: $0.quantity, itemPrice: $0.itemPrice) }
        orderID = message.orderID
        if let time = message.eventTime {
            if time.isValid, let microseconds = time.unixMicroseconds {
                eventTime = Moment(unixMicroseconds: microseconds)
            } else {
                flaws.append(EventViolation("event_time", .malformed, "no time of the years 1 to 9999"))
            }
        }
        actionSource = ActionSource(message.actionSource)
        if actionSource == nil, message.actionSource != .unspecified {
            flaws.append(EventViolation("action_source", .malformed, "no action source that is known here"))
        }
        guard let properties = message.customData, !properties.fields.isEmpty else { return }
        do {
            customData = try properties.jsonBytes(.default)
        } catch {
            flaws.append(
                EventViolation("custom_data", .malformed, "cannot be written as JSON: infinity and not-a-number have no form there"))
        }
    }
}

extension PersonalData {
    fileprivate init(_ message: EventsV1.UserData) {
        self.init()
        email = message.email
        phone = message.phone
        firstName = message.firstName
        lastName = message.lastName
        city = message.city
        state = message.state
        postalCode = message.postalCode
        country = message.country
        externalID = message.externalID
        dateOfBirth = message.dateOfBirth
        gender = message.gender
        clientIPAddress = message.clientIPAddress
        clientUserAgent = message.clientUserAgent
        fbc = message.fbc
        fbp = message.fbp
    }
}
