/// What has been read of one event, as far as the rules ask for it.
struct MetaEvent {
    var name: String?
    var time: Int64?
    var actionSource: String?
    var id: String?
    var hasSourceURL = false
    var userData: MetaUserData?
    var customData: MetaCustomData?
    var hasAppData = false
    var hasMessagingChannel = false
}
