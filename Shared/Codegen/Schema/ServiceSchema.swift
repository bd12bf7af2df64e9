/// A service as the proto declares it.
struct ServiceSchema {
    let name: String
    let fullName: String
    let comment: [String]
    let methods: [MethodSchema]
}
