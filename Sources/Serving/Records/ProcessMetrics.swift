internal import Foundation

/// The metrics of this process, with the names that Prometheus' client libraries give them.
enum ProcessMetrics {
  /// The present values, as far as the system gives them.
  static var now: [ServerReport.Metric] {
    var metrics = [
      ServerReport.Metric(
        name: "process_cpu_seconds_total", kind: .counter, help: "Time of the processor, in seconds.",
        samples: [.init(cpuSeconds)])
    ]
    if let bytes = residentBytes {
      metrics.append(
        ServerReport.Metric(
          name: "process_resident_memory_bytes", kind: .gauge, help: "Resident memory, in bytes.",
          samples: [.init(Double(bytes))]))
    }
    return metrics
  }

  private static var cpuSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  // The second number in this file is that of resident pages; it exists on Linux alone.
  private static var residentBytes: Int? {
    let text: String
    do {
      text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    } catch {
      return nil
    }
    let fields = text.split(separator: " ")
    return fields.count > 1 ? Int(fields[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
  }
}
