/// A oneof that a person wrote; those that stand for `optional` are not among them.
struct OneofSchema {
    let name: String
    let comment: [String]
    var fields: [FieldSchema] = []
}
