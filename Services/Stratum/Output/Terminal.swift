import Glibc
import Synchronization

/// Where a command writes: results on standard output, messages and progress on standard error.
///
/// Colour and progress appear only on a terminal, and colour not when `NO_COLOR` is set (no-color.org). With `--json`, standard output carries
/// JSON objects and nothing else.
struct Terminal: Sendable {
    let isJSON: Bool
    private let hasColour: Bool
    private let hasProgress: Bool

    init(isJSON: Bool, environment: [String: String]) {
        self.isJSON = isJSON
        let isPlain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false || environment["TERM"] == "dumb"
        hasColour = !isPlain && isatty(STDOUT_FILENO) == 1
        hasProgress = isatty(STDERR_FILENO) == 1
    }

    /// A line for people; nothing with `--json`.
    func say(_ line: String) {
        if !isJSON { write(line + "\n", to: STDOUT_FILENO) }
    }

    /// One JSON object; nothing without `--json`.
    func json(_ object: String) {
        if isJSON { write(object + "\n", to: STDOUT_FILENO) }
    }

    /// A result that goes to standard output either way: a file's content.
    func emit(_ text: String) {
        write(text, to: STDOUT_FILENO)
    }

    /// A message beside the result.
    func note(_ line: String) {
        write(line + "\n", to: STDERR_FILENO)
    }

    /// What to do next; only where a person reads.
    func hint(_ line: String) {
        if !isJSON, hasProgress { write("\n\(styled("Next:", .dim)) \(line)\n", to: STDERR_FILENO) }
    }

    /// The progress bar, drawn over itself; nothing when nobody watches.
    func progress(_ done: Int, of total: Int, _ what: String) {
        guard hasProgress, total > 0 else { return }
        let width = 30
        let filled = min(width, done * width / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        write("\r\(bar) \(done)/\(total) \(what)\(done >= total ? "\n" : "")", to: STDERR_FILENO)
    }

    /// A table with one line a row, columns as wide as their widest cell.
    func table(_ header: [String], _ rows: [[String]]) {
        guard !isJSON else { return }
        var widths = header.map(\.count)
        for row in rows { for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.count) } }
        func line(_ cells: [String]) -> String {
            var line = ""
            for (column, cell) in cells.enumerated() {
                line += cell
                if column < cells.count - 1 { line += String(repeating: " ", count: widths[column] - cell.count + 2) }
            }
            return line
        }
        say(styled(line(header), .bold))
        for row in rows { say(line(row)) }
    }

    /// How a piece of text looks on a terminal.
    enum Style: String, Sendable {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    func styled(_ text: String, _ style: Style) -> String {
        hasColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    private func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // A reader that has gone, as in `| head`, is no failure of ours.
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
