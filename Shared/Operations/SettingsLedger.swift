import Synchronization

/// What was read from an environment, in the order of reading, and what was odd about it.
final class SettingsLedger: Sendable {
    private let state = Mutex(State())

    private struct State {
        var settings: [Setting] = []
        var warnings: [String] = []
    }

    var settings: [Setting] { state.withLock { $0.settings } }
    var warnings: [String] { state.withLock { $0.warnings } }

    /// A setting read twice is listed once, with the later reading.
    func record(_ setting: Setting) {
        state.withLock { state in
            if let index = state.settings.firstIndex(where: { $0.name == setting.name }) {
                state.settings[index] = setting
            } else {
                state.settings.append(setting)
            }
        }
    }

    func warn(_ sentence: String) {
        state.withLock { $0.warnings.append(sentence) }
    }
}
