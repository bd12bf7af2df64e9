import Messages

extension EventsV1.StageRecord {
    init(_ record: StageRecord) {
        self.init(stage: EventsV1.DeliveryStage(record.stage), at: GoogleProtobuf.Timestamp(record.at), note: record.note)
    }
}
