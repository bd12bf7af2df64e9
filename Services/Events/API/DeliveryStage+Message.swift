import Messages

extension EventsV1.DeliveryStage {
    /// Both count the stages from 1 in the order of the product.
    init(_ stage: DeliveryStage) { self.init(rawValue: Int32(stage.rawValue)) }
}
