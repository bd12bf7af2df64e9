import Operations
import Secrets

/// What an operator proves himself with.
struct OperatorKey: Sendable {
    private let key: Secret

    /// Shorter ones could be guessed: 32 characters of base 64 carry 192 bits.
    static let lengthMin = 32

    /// `setting`: the name of the setting it comes from, for the error.
    init(_ secret: Secret, setting: String) throws(StartError) {
        let count = secret.reveal().count
        guard count >= Self.lengthMin else {
            throw .configuration("\(setting) names a key of \(count) bytes: at least \(Self.lengthMin) are needed.")
        }
        key = secret
    }

    /// Takes as long wherever the two differ.
    func matches(_ text: String) -> Bool {
        ConstantTime.areEqual(key.reveal(), Array(text.utf8))
    }
}
