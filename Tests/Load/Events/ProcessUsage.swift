import Foundation
import Glibc

/// Processor time and memory of processes, read from /proc.
struct ProcessUsage {
    /// Processor seconds since each began, its ended children included for PostgreSQL.
    private(set) var processorSeconds: [String: Double] = [:]

    /// Processor seconds that the whole machine was busy.
    private(set) var machineSeconds = 0.0

    private static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))

    /// Takes the time of each, and of this process as `client`.
    static func now(of processes: [(name: String, pid: Int32)]) -> ProcessUsage {
        var usage = ProcessUsage()
        usage.machineSeconds = machineTicks() / ticksPerSecond
        let parents = processes.contains { $0.name == "postgres" } ? Self.parents() : [:]
        for (name, pid) in processes + [("client", getpid())] {
            var ticks = ticks(of: pid, withEnded: name == "postgres")
            if name == "postgres" {
                for child in parents where child.value == pid { ticks += Self.ticks(of: child.key, withEnded: false) }
            }
            usage.processorSeconds[name] = ticks / ticksPerSecond
        }
        return usage
    }

    /// Processor seconds that each spent from `earlier` to this.
    func since(_ earlier: ProcessUsage) -> [String: Double] {
        processorSeconds.reduce(into: [:]) { $0[$1.key] = $1.value - (earlier.processorSeconds[$1.key] ?? 0) }
    }

    /// Cores that were busy from `earlier` to this with other processes than these, over so many seconds.
    func coresOfOthers(since earlier: ProcessUsage, seconds: Double) -> Double {
        let ours = since(earlier).values.reduce(0, +)
        return max(0, machineSeconds - earlier.machineSeconds - ours) / max(seconds, 0.001)
    }

    /// Resident memory in MiB (VmRSS); 0 for a process that is gone.
    static func residentMebibytes(of pid: Int32) -> Double {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let kibibytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({ Double($0) })
        else { return 0 }
        return kibibytes / 1024
    }

    private static func ticks(of pid: Int32, withEnded: Bool) -> Double {
        let fields = statistics(of: pid)
        // Of proc(5)'s fields, which count from the state: user and system time, then those of children that were waited for.
        guard fields.count > 14 else { return 0 }
        return fields[11...(withEnded ? 14 : 12)].reduce(0) { $0 + (Double($1) ?? 0) }
    }

    /// Ticks in which any core did not idle: of the first line of /proc/stat, all but idle and iowait, and but guest time, which counts twice.
    private static func machineTicks() -> Double {
        guard let line = try? String(contentsOfFile: "/proc/stat", encoding: .utf8).prefix(while: { $0 != "\n" }) else { return 0 }
        let fields = line.split(separator: " ").dropFirst().prefix(8).map { Double($0) ?? 0 }
        return fields.enumerated().reduce(0) { $1.offset == 3 || $1.offset == 4 ? $0 : $0 + $1.element }
    }

    private static func parents() -> [Int32: Int32] {
        let pids = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
        return pids.reduce(into: [:]) { parents, pid in
            let fields = statistics(of: pid)
            if fields.count > 1, let parent = Int32(fields[1]) { parents[pid] = parent }
        }
    }

    /// The fields after the program's name, which may hold anything.
    private static func statistics(of pid: Int32) -> [Substring] {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8), let end = text.lastIndex(of: ")") else {
            return []
        }
        return text[text.index(after: end)...].split(separator: " ")
    }
}
