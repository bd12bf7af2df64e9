/// No secret lies in the tree: private keys, platforms' tokens, cloud keys.
enum SecretRule {
    /// What a kind of secret looks like. Regexes are made when asked for: they cannot be shared between tasks.
    private static var kinds: [(name: String, pattern: Regex<Substring>)] {
        [
            ("a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/),
            ("a Meta access token", /\bEAA[A-Za-z0-9]{40,}/),
            ("an AWS key id", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/),
            ("a Google API key", /\bAIza[0-9A-Za-z_-]{35}/),
            ("a Google OAuth token", /\bya29\.[0-9A-Za-z_-]{20,}/),
            ("a GitHub token", /\b(?:ghp|gho|ghs|ghu|github_pat)_[0-9A-Za-z_]{30,}/),
            ("a Slack token", /\bxox[abprs]-[0-9A-Za-z-]{20,}/),
            ("a Stripe key", /\b[sr]k_(?:live|test)_[0-9A-Za-z]{20,}/),
        ]
    }

    static func findings(in tree: SourceTree) -> [Finding] {
        let kinds = self.kinds
        return tree.files.filter { !$0.isGenerated }.flatMap { file -> [Finding] in
            kinds.compactMap { kind in
                guard let match = file.text.firstMatch(of: kind.pattern.wordBoundaryKind(.simple)) else { return nil }
                let line = file.text[..<match.range.lowerBound].utf8.count { $0 == UInt8(ascii: "\n") } + 1
                return Finding(path: file.path, line: line, sentence: "this looks like \(kind.name); make one in the test that needs it.")
            }
        }
    }
}
