import FoundationEssentials
import Messages

extension IntegrationsV1.Connection {
    init(_ connection: Connection) {
        self.init()
        id = connection.id.uuidString.lowercased()
        platform = AdvertisingV1.Platform(connection.platform)
        status = IntegrationsV1.ConnectionStatus(connection.status)
        pixelID = connection.pixelID
        pixelName = connection.pixelName
        version = connection.version
        connectedAt = GoogleProtobuf.Timestamp(connection.connectedAt)
        updatedAt = GoogleProtobuf.Timestamp(connection.updatedAt)
    }
}

extension IntegrationsV1.ConnectionStatus {
    init(_ status: ConnectionStatus) {
        switch status {
        case .connected: self = .connected
        case .needsReconnect: self = .needsReconnect
        }
    }
}
