internal import Foundation

/// The status of the server and of the service, as JSON and as Prometheus metrics.
enum StatusPage {
  /// A JSON object with the server's counters and the service's status.
  /// - Throws: an error of `JSONSerialization`.
  static func json(_ report: ServerReport, _ counts: Metrics.Counts) throws -> Data {
    var responses: [String: Int] = [:]
    for (status, count) in counts.responses { responses[String(status)] = count }
    var page: [String: Any] = [
      "healthy": report.complaint == nil,
      "server": [
        "since": counts.started, "requests": counts.total, "responses": responses,
        "notModifiedRatio": notModifiedRatio(counts), "bytes": counts.bytes, "connections": counts.open,
        "timeouts": counts.timeouts, "malformed": counts.malformed,
      ],
    ]
    if let complaint = report.complaint { page["complaint"] = complaint }
    if let service = report.service { page["service"] = try JSONSerialization.jsonObject(with: service) }
    let data = try JSONSerialization.data(
      withJSONObject: page, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return data + Data("\n".utf8)
  }

  /// All metrics in Prometheus' text format, version 0.0.4.
  static func prometheus(_ report: ServerReport, _ counts: Metrics.Counts) -> String {
    var text = """
      # HELP feedgen_http_responses_total Responses by status.
      # TYPE feedgen_http_responses_total counter

      """
    for (status, count) in counts.responses.sorted(by: { $0.key < $1.key }) {
      text += "feedgen_http_responses_total{code=\"\(status)\"} \(count)\n"
    }
    for metric in serverMetrics(report, counts) + report.metrics {
      text += "# HELP feedgen_\(metric.name) \(metric.help)\n"
      text += "# TYPE feedgen_\(metric.name) \(metric.kind.rawValue)\n"
      text += "feedgen_\(metric.name) \(number(metric.value))\n"
    }
    return text
  }

  private static func serverMetrics(
    _ report: ServerReport, _ counts: Metrics.Counts
  ) -> [ServerReport.Metric] {
    [
      .gauge(
        "http_not_modified_ratio", help: "The share of 304 among responses with status 200 or 304.",
        value: notModifiedRatio(counts)),
      .counter("http_response_bytes_total", help: "Bytes of bodies.", value: Double(counts.bytes)),
      .counter("http_connections_total", help: "Connections opened.", value: Double(counts.connections)),
      .gauge("http_connections_open", help: "Connections open now.", value: Double(counts.open)),
      .counter(
        "http_timeouts_total", help: "Connections closed because the client was too slow.",
        value: Double(counts.timeouts)),
      .counter(
        "http_malformed_total", help: "Requests that could not be read.", value: Double(counts.malformed)),
      .gauge(
        "start_time_seconds", help: "When the server started, in seconds since 1970.",
        value: counts.started),
      .gauge("healthy", help: "1 when all is well.", value: report.complaint == nil ? 1 : 0),
    ]
  }

  // The share of 304 among responses with status 200 or 304.
  private static func notModifiedRatio(_ counts: Metrics.Counts) -> Double {
    let whole = counts.responses[200] ?? 0
    let unchanged = counts.responses[304] ?? 0
    return unchanged == 0 ? 0 : Double(unchanged) / Double(whole + unchanged)
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }
}
