extension Double: ImplicitJSONValue {
    /// -0.0 is not the default.
    package var isJSONDefault: Bool { self == 0 && sign == .plus }

    package func writeJSON(to json: inout JSONWriter) {
        json.write(raw: jsonNumber(description, isNaN: isNaN, isInfinite: isInfinite))
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> Double? {
        try json.readDouble()
    }
}

extension Float: ImplicitJSONValue {
    /// -0.0 is not the default.
    package var isJSONDefault: Bool { self == 0 && sign == .plus }

    package func writeJSON(to json: inout JSONWriter) {
        json.write(raw: jsonNumber(description, isNaN: isNaN, isInfinite: isInfinite))
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> Float? {
        try json.readFloat()
    }
}

/// Swift's shortest exact form of a number, without a fraction of zero; words for what JSON has no number for. -0.0 stays: readers that take
/// -0 for an integer would lose its sign.
private func jsonNumber(_ description: String, isNaN: Bool, isInfinite: Bool) -> String {
    if isNaN { return "\"NaN\"" }
    if isInfinite { return description.hasPrefix("-") ? "\"-Infinity\"" : "\"Infinity\"" }
    return description.hasSuffix(".0") && description != "-0.0" ? String(description.dropLast(2)) : description
}
