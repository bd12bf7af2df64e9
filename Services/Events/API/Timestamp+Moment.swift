import Messages

extension GoogleProtobuf.Timestamp {
    init(_ moment: Moment) { self.init(unixMicroseconds: moment.unixMicroseconds) }
}
