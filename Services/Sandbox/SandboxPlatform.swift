/// The ad platforms whose faces the sandbox wears.
enum SandboxPlatform: String, Sendable, Hashable, CaseIterable {
    case meta
}
