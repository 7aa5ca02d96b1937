internal import Foundation
internal import Primitives

/// The status of the server and of the service, as JSON and as Prometheus metrics.
struct StatusPage {
  private typealias Metric = ServerReport.Metric

  // The number of feeds whose readers are in the metrics.
  private static let topFeeds = 20

  private let report: ServerReport
  private let counts: Metrics.Counts
  private let started: Double
  private let log: AccessLog.Health?
  private let readers: [ReaderStatistics.Feed]

  /// Takes the present values.
  init(_ report: ServerReport, _ records: ServerRecords) {
    self.report = report
    counts = records.metrics.now
    started = records.metrics.started
    log = records.accessLog?.health
    readers = records.readers?.top(Self.topFeeds) ?? []
  }

  /// A JSON object with the server's counters and the service's status.
  /// - Throws: an error of `JSONSerialization`.
  func json() throws -> Data {
    var responses: [String: Int] = [:]
    for (status, count) in counts.byStatus { responses[String(status)] = count }
    var server: [String: Any] = [
      "since": started, "requests": counts.total, "responses": responses,
      "notModifiedRatio": notModifiedRatio, "bytes": counts.bytes, "connections": counts.open,
      "timeouts": counts.timeouts, "malformed": counts.malformed, "version": Version.current,
    ]
    if let log {
      var state: [String: Any] = ["lost": log.lost]
      if let problem = log.problem { state["problem"] = problem }
      server["accessLog"] = state
    }
    var page: [String: Any] = ["healthy": report.complaint == nil, "server": server]
    if let complaint = report.complaint { page["complaint"] = complaint }
    if let service = report.service { page["service"] = try JSONSerialization.jsonObject(with: service) }
    if !report.caches.isEmpty {
      page["purge"] = try JSONSerialization.jsonObject(with: try JSONEncoder().encode(report.caches))
    }
    let data = try JSONSerialization.data(
      withJSONObject: page, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return data + Data("\n".utf8)
  }

  /// All metrics in Prometheus' text format, version 0.0.4.
  func prometheus() -> String {
    var text = ""
    for metric in requestMetrics + serverMetrics + report.metrics + ProcessMetrics.now {
      text += "# HELP \(metric.name) \(metric.help)\n# TYPE \(metric.name) \(metric.kind.rawValue)\n"
      for sample in metric.samples {
        let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
        text += metric.name + sample.suffix + (labels.isEmpty ? "" : "{\(labels)}")
        text += " \(Self.number(sample.value))\n"
      }
    }
    return text
  }
}

extension StatusPage {
  private var requestMetrics: [Metric] {
    let byStatus = counts.byStatus.sorted { $0.key < $1.key }
    let byKind = RequestKind.allCases.flatMap { kind in
      counts.byClass(kind).enumerated().filter { $0.offset > 1 }.map { digit, count in
        Metric.Sample(
          Double(count), labels: [("kind", kind.label), ("status", "\(digit)xx")])
      }
    }
    return [
      Metric(
        name: "feedgen_http_responses_total", kind: .counter, help: "Responses by status.",
        samples: byStatus.map { .init(Double($0.value), labels: [("code", "\($0.key)")]) }),
      Metric(
        name: "feedgen_http_requests_total", kind: .counter,
        help: "Requests with a response, by kind of document and class of status.", samples: byKind),
      Metric(
        name: "feedgen_http_request_duration_seconds", kind: .histogram,
        help: "Time from the head of a request to the end of its response, before it is sent.",
        samples: RequestKind.allCases.flatMap(durations)),
    ]
  }

  private func durations(_ kind: RequestKind) -> [Metric.Sample] {
    var total = 0
    let bounds = Metrics.durationBounds.map(Self.number) + ["+Inf"]
    let buckets = zip(bounds, counts.durations(kind)).map { bound, count in
      total += count
      return Metric.Sample(
        Double(total), suffix: "_bucket", labels: [("kind", kind.label), ("le", bound)])
    }
    let labels = [(name: "kind", value: kind.label)]
    return buckets + [
      .init(counts.totalDuration(kind), suffix: "_sum", labels: labels),
      .init(Double(total), suffix: "_count", labels: labels),
    ]
  }

  private var serverMetrics: [Metric] {
    [
      .gauge(
        "http_not_modified_ratio", help: "The share of 304 among responses with status 200 or 304.",
        value: notModifiedRatio),
      .counter("http_response_bytes_total", help: "Bytes of bodies.", value: Double(counts.bytes)),
      .counter("http_connections_total", help: "Connections opened.", value: Double(counts.connections)),
      .gauge("http_connections_open", help: "Connections open now.", value: Double(counts.open)),
      .counter(
        "http_timeouts_total", help: "Connections closed because the client was too slow.",
        value: Double(counts.timeouts)),
      .counter(
        "http_malformed_total", help: "Requests that could not be read.", value: Double(counts.malformed)),
      .counter(
        "access_log_lost_lines_total", help: "Lines that could not be written to the access log.",
        value: Double(log?.lost ?? 0)),
      .gauge(
        "access_log_failing", help: "1 while the access log cannot be written.",
        value: log?.problem == nil ? 0 : 1),
      Metric(
        name: "feedgen_feed_readers", kind: .gauge,
        help: "Readers of the feeds that have the most: subscribers of aggregators, and other clients.",
        samples: readers.map { .init(Double($0.readers), labels: [("feed", $0.feed)]) }),
      Metric(
        name: "feedgen_build_info", kind: .gauge, help: "The version of feedgen, as a label.",
        samples: [.init(1, labels: [("version", Version.current)])]),
      .gauge("start_time_seconds", help: "When the server started, in seconds since 1970.", value: started),
      .gauge("healthy", help: "1 when all is well.", value: report.complaint == nil ? 1 : 0),
    ]
  }

  // The share of 304 among responses with status 200 or 304.
  private var notModifiedRatio: Double {
    let byStatus = counts.byStatus
    let whole = byStatus[200] ?? 0
    let unchanged = byStatus[304] ?? 0
    return unchanged == 0 ? 0 : Double(unchanged) / Double(whole + unchanged)
  }

  private static func escaped(_ label: String) -> String {
    label.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }
}
