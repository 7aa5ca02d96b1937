package import Foundation

/// What a server tells of the service that keeps its feeds up to date.
package struct ServerReport: Sendable {
  /// Why the service is not well; `nil` when it is, or when there is none.
  package var complaint: String?
  /// A JSON object with all that is known of the service; `nil` when there is none.
  package var service: Data?
  /// The service's numbers, in the order in which they are told.
  package var gauges: [Gauge]

  /// A number for Prometheus.
  package struct Gauge: Sendable {
    /// Its name, less the `feedgen_` that all begin with.
    package var name: String
    /// What it counts, in a sentence.
    package var help: String
    /// Whether it only grows.
    package var isCounter: Bool
    /// The number.
    package var value: Double

    /// Makes a gauge, or a counter.
    package init(_ name: String, _ help: String, isCounter: Bool = false, _ value: Double) {
      (self.name, self.help, self.isCounter, self.value) = (name, help, isCounter, value)
    }
  }

  /// Makes a report; without a word when there is no service.
  package init(complaint: String? = nil, service: Data? = nil, gauges: [Gauge] = []) {
    (self.complaint, self.service, self.gauges) = (complaint, service, gauges)
  }
}
