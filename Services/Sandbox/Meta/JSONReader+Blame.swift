/// The way to a bad field is put together on the way out, so that good events pay nothing for it.
extension JSONReader {
    /// As `members`; what `body` refuses is blamed on the member.
    mutating func blamedMembers(_ body: (String, inout JSONReader) throws -> Void) throws {
        try members { key, reader in
            do {
                try body(key, &reader)
            } catch let refusal as MetaRefusal {
                throw refusal.blamed(on: .key(key))
            }
        }
    }

    /// As `elements`; what `body` refuses is blamed on the element.
    mutating func blamedElements(_ body: (Int, inout JSONReader) throws -> Void) throws {
        try elements { index, reader in
            do {
                try body(index, &reader)
            } catch let refusal as MetaRefusal {
                throw refusal.blamed(on: .index(index))
            }
        }
    }
}
