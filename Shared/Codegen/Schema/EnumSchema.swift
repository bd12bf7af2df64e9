/// An enum as the proto declares it.
struct EnumSchema {
    struct Value {
        let name: String
        let number: Int32
        let comment: [String]
    }

    let name: String
    let fullName: String
    let comment: [String]
    let values: [Value]
}
