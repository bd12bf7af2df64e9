import Secrets

extension HashedIdentifiers {
    /// The digest in the form asked for, as platforms take it: 64 lower-case hexadecimal digits; nil when the field was not given.
    package func hexadecimal(_ identifier: HashedIdentifier) -> String? { self[identifier]?.hex }
}
