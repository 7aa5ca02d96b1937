internal import Foundation

/// What a server tells of itself, and of the service beside it.
enum StatusPage {
  /// A JSON object: the server's numbers, and the service's status.
  static func json(_ report: ServerReport, _ counts: Metrics.Counts) -> Data {
    var responses: [String: Int] = [:]
    for (status, count) in counts.responses { responses[String(status)] = count }
    var page: [String: Any] = [
      "healthy": report.complaint == nil,
      "server": [
        "since": counts.started, "requests": counts.total, "responses": responses,
        "notModifiedRatio": ratio(counts), "bytes": counts.bytes, "connections": counts.open,
        "timeouts": counts.timeouts, "malformed": counts.malformed,
      ],
    ]
    if let complaint = report.complaint { page["complaint"] = complaint }
    if let service = report.service.flatMap({ try? JSONSerialization.jsonObject(with: $0) }) {
      page["service"] = service
    }
    let data = try? JSONSerialization.data(
      withJSONObject: page, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return (data ?? Data()) + Data("\n".utf8)
  }

  /// The numbers in Prometheus' text format, version 0.0.4.
  static func prometheus(_ report: ServerReport, _ counts: Metrics.Counts) -> String {
    var text = """
      # HELP feedgen_http_responses_total Responses by status.
      # TYPE feedgen_http_responses_total counter

      """
    for (status, count) in counts.responses.sorted(by: { $0.key < $1.key }) {
      text += "feedgen_http_responses_total{code=\"\(status)\"} \(count)\n"
    }
    let own: [ServerReport.Gauge] = [
      .init(
        "http_not_modified_ratio", "The share of 304 among responses with status 200 or 304.", ratio(counts)),
      .init("http_response_bytes_total", "Bytes of bodies.", isCounter: true, Double(counts.bytes)),
      .init("http_connections_total", "Connections opened.", isCounter: true, Double(counts.connections)),
      .init("http_connections_open", "Connections open now.", Double(counts.open)),
      .init(
        "http_timeouts_total", "Connections closed because the client was too slow.", isCounter: true,
        Double(counts.timeouts)),
      .init(
        "http_malformed_total", "Requests that could not be read.", isCounter: true, Double(counts.malformed)),
      .init("start_time_seconds", "When the server started, in seconds since 1970.", counts.started),
      .init("healthy", "1 when all is well.", report.complaint == nil ? 1 : 0),
    ]
    for gauge in own + report.gauges {
      text += "# HELP feedgen_\(gauge.name) \(gauge.help)\n"
      text += "# TYPE feedgen_\(gauge.name) \(gauge.isCounter ? "counter" : "gauge")\n"
      text += "feedgen_\(gauge.name) \(number(gauge.value))\n"
    }
    return text
  }

  private static func ratio(_ counts: Metrics.Counts) -> Double {
    let (whole, unchanged) = (counts.responses[200] ?? 0, counts.responses[304] ?? 0)
    return unchanged == 0 ? 0 : Double(unchanged) / Double(whole + unchanged)
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }
}
