extension GoogleProtobuf.FieldMask: OwnJSONMessage {
    package func writeJSON(to json: inout JSONWriter) throws(JSONError) {
        var names: [String] = []
        for path in paths {
            guard let name = Self.lowerCamel(path) else { throw JSONError(problem: "a path that JSON cannot say") }
            names.append(name)
        }
        json.write(string: names.joined(separator: ","))
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> Self? {
        var mask = Self()
        for name in try json.readString().split(separator: ",", omittingEmptySubsequences: true) {
            guard !name.contains("_") else { throw json.error("paths in lowerCamelCase expected") }
            var path = ""
            for character in name {
                if character.isUppercase { path += "_" }
                path += character.lowercased()
            }
            mask.paths.append(path)
        }
        return mask
    }

    /// `user_data.email` as `userData.email`; nil when the way back would not lead to the same path.
    private static func lowerCamel(_ path: String) -> String? {
        var name = ""
        var isWordStart = false
        for character in path {
            if character == "_" {
                guard !isWordStart else { return nil }
                isWordStart = true
            } else if isWordStart {
                guard character.isLowercase else { return nil }
                name += character.uppercased()
                isWordStart = false
            } else {
                guard !character.isUppercase else { return nil }
                name.append(character)
            }
        }
        return isWordStart ? nil : name
    }
}
