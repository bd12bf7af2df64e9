import Glibc

/// What Prometheus expects every process to say about itself.
package enum ProcessMetrics {
    /// Registers memory, processor time, descriptors and start time under their customary names.
    package static func register(in metrics: Metrics) {
        let startSeconds = Double(UnixTime.nanoseconds()) / 1e9
        metrics.sampledGauge("process_start_time_seconds", "When this process began to serve, in Unix seconds.") { startSeconds }
        metrics.sampledGauge("process_resident_memory_bytes", "Resident memory in bytes.") { Double(residentBytes()) }
        metrics.sampledCounter("process_cpu_seconds_total", "User and system processor time in seconds.") { processorSeconds() }
        metrics.sampledGauge("process_open_fds", "Open file descriptors.") { Double(openDescriptors()) }
    }

    /// Resident memory in bytes, from `/proc/self/statm`; 0 when it cannot be read.
    package static func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "re") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let words = line.prefix { $0 != 0 }.split(separator: CChar(UInt8(ascii: " ")))
        guard words.count > 1, let pages = Int(String(decoding: words[1].map { UInt8(bitPattern: $0) }, as: UTF8.self)) else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// User and system time of this process in seconds.
    package static func processorSeconds() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        let microseconds = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
        return Double(seconds) + Double(microseconds) / 1e6
    }

    private static func openDescriptors() -> Int {
        guard let directory = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        return max(0, count - 3)  // ".", ".." and the directory itself
    }
}
