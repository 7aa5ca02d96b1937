package import Foundation

/// The health of the service that keeps the feeds up to date, for the server's own endpoints.
package struct ServerReport: Sendable {
  /// The reason why the service is not healthy; `nil` when it is, or when there is no service.
  package var complaint: String?
  /// The status of the service as a JSON object; `nil` when there is no service.
  package var service: Data?
  /// The metrics of the service, in the order of output.
  package var metrics: [Metric]
  /// The state of the caches that are purged of changes.
  var caches: [PurgedCache] = []

  /// A metric in Prometheus' data model.
  package struct Metric: Sendable {
    /// The type of a metric.
    package enum Kind: String, Sendable {
      /// A value that can go up and down.
      case gauge
      /// A value that only grows.
      case counter
      /// Observations in buckets.
      case histogram
    }

    /// A value of a metric.
    package struct Sample: Sendable {
      /// The end of its name, after the name of the metric: a part of a histogram.
      var suffix = ""
      /// The labels with their values.
      var labels: [(name: String, value: String)] = []
      /// The value.
      var value: Double

      /// Makes a value.
      init(_ value: Double, suffix: String = "", labels: [(name: String, value: String)] = []) {
        self.value = value
        self.suffix = suffix
        self.labels = labels
      }
    }

    /// The name.
    var name: String
    /// The type.
    var kind: Kind
    /// The meaning, in a sentence.
    var help: String
    /// The values.
    var samples: [Sample]

    /// Makes a gauge; `feedgen_` is put before its name.
    package static func gauge(_ name: String, help: String, value: Double) -> Metric {
      Metric(name: "feedgen_" + name, kind: .gauge, help: help, samples: [Sample(value)])
    }

    /// Makes a counter; `feedgen_` is put before its name.
    package static func counter(_ name: String, help: String, value: Double) -> Metric {
      Metric(name: "feedgen_" + name, kind: .counter, help: help, samples: [Sample(value)])
    }
  }

  /// Makes a report; the defaults are those of a server without a service.
  package init(complaint: String? = nil, service: Data? = nil, metrics: [Metric] = []) {
    self.complaint = complaint
    self.service = service
    self.metrics = metrics
  }
}
