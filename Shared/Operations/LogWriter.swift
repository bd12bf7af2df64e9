import Glibc
import Synchronization

/// Writes log lines to a descriptor on a thread of its own, so that a slow reader never holds up a loop.
///
/// Lines wait for a millisecond in a bounded buffer; a line that finds it full is dropped and counted, and the count is written as soon as
/// there is room. Lines are never mixed with those of other processes on the same pipe: a write ends at a line's end and is at most 4 KiB.
///
/// *Owns* a semaphore and a thread, both for the life of the process: the one who makes it keeps it. Any thread may call.
package final class LogWriter: LogSink {
    /// How long the thread waits for more lines before it writes: one wake-up and one write for many of them.
    private static let lingerMicroseconds: UInt32 = 1000

    /// Bytes that may wait.
    private let bytesMax: Int
    private let descriptor: Int32
    private let buffer = Mutex(Buffer())
    private let totalDropped = Atomic<UInt64>(0)
    private let signal: Semaphore

    private struct Buffer {
        var lines: [UInt8] = []
        var dropped: UInt64 = 0
        var isWriting = false
    }

    /// Starts the thread. `descriptor` stays open for as long as the writer is used.
    package init(descriptor: Int32 = STDERR_FILENO, bytesMax: Int = 1 << 20) {
        self.descriptor = descriptor
        self.bytesMax = bytesMax
        signal = Semaphore()
        Thread.start(name: "log") { self.run() }
    }

    /// Lines lost so far because the reader was too slow.
    package var droppedLines: UInt64 { totalDropped.load(ordering: .relaxed) }

    package func write(line: [UInt8]) {
        let isFirst = buffer.withLock { buffer in
            guard buffer.lines.count + line.count <= bytesMax else {
                buffer.dropped += 1
                totalDropped.add(1, ordering: .relaxed)
                return false
            }
            defer { buffer.lines += line }
            return buffer.lines.isEmpty
        }
        if isFirst { signal.post() }
    }

    /// Waits until all lines are written, at most as long as given. For the end of a process.
    package func flush(within limit: Duration) {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if buffer.withLock({ $0.lines.isEmpty && !$0.isWriting }) { return }
            usleep(1000)
        }
    }

    // MARK: The thread

    private func run() {
        while true {
            signal.wait()
            usleep(Self.lingerMicroseconds)
            let (lines, dropped) = buffer.withLock { buffer in
                defer {
                    buffer.lines = []
                    buffer.dropped = 0
                    buffer.isWriting = true
                }
                return (buffer.lines, buffer.dropped)
            }
            write(lines)
            if dropped > 0 { write(Array("{\"level\":\"warning\",\"message\":\"log lines dropped\",\"dropped\":\(dropped)}\n".utf8)) }
            buffer.withLock { $0.isWriting = false }
        }
    }

    private func write(_ lines: [UInt8]) {
        lines.withUnsafeBytes { lines in
            var start = 0
            while start < lines.count {
                let end = Self.end(of: lines, from: start)
                let count = Glibc.write(descriptor, lines.baseAddress! + start, end - start)
                if count > 0 {
                    start += count
                } else if errno == EAGAIN {
                    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&wait, 1, 100)
                } else if errno != EINTR {
                    return
                }
            }
        }
    }

    /// The end of the last whole line within one write.
    private static func end(of lines: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard lines.count - start > LogLine.bytesMax else { return lines.count }
        let limit = start + LogLine.bytesMax
        var end = limit
        while end > start, lines[end - 1] != UInt8(ascii: "\n") { end -= 1 }
        return end > start ? end : limit
    }
}
