/// A method's access option: `stratum.options.v1.access` in its proto.
package struct Access: Sendable, Hashable {
    /// Who may call.
    package let rule: AccessRule
    /// Whether the caller's account must have a verified e-mail address as well.
    package let needsVerifiedAccount: Bool

    package init(rule: AccessRule, needsVerifiedAccount: Bool = false) {
        self.rule = rule
        self.needsVerifiedAccount = needsVerifiedAccount
    }
}
