package import Foundation

/// The health of the service that keeps the feeds up to date, for the server's own endpoints.
package struct ServerReport: Sendable {
  /// The reason why the service is not healthy; `nil` when it is, or when there is no service.
  package var complaint: String?
  /// The status of the service as a JSON object; `nil` when there is no service.
  package var service: Data?
  /// The metrics of the service, in the order of output.
  package var metrics: [Metric]

  /// A metric in Prometheus' data model.
  package struct Metric: Sendable {
    /// The type of a metric.
    package enum Kind: String, Sendable {
      /// A value that can go up and down.
      case gauge
      /// A value that only grows.
      case counter
    }

    /// The name, without the prefix `feedgen_`.
    package var name: String
    /// The type.
    package var kind: Kind
    /// The meaning, in a sentence.
    package var help: String
    /// The value.
    package var value: Double

    /// Makes a gauge.
    package static func gauge(_ name: String, help: String, value: Double) -> Metric {
      Metric(name: name, kind: .gauge, help: help, value: value)
    }

    /// Makes a counter.
    package static func counter(_ name: String, help: String, value: Double) -> Metric {
      Metric(name: name, kind: .counter, help: help, value: value)
    }
  }

  /// Makes a report; the defaults are those of a server without a service.
  package init(complaint: String? = nil, service: Data? = nil, metrics: [Metric] = []) {
    self.complaint = complaint
    self.service = service
    self.metrics = metrics
  }
}
