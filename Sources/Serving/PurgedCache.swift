/// The state of a cache that is told which addresses have changed, for the server's own endpoints.
package struct PurgedCache: Codable, Equatable, Sendable {
  /// The cache, for messages.
  package var target: String
  /// The number of addresses whose purging waits.
  package var waiting: Int
  /// How long the oldest of them has waited, in seconds.
  package var oldestSeconds: Int64
  /// The number of requests that have failed since the last success.
  package var failures: Int
  /// The problem of a cache whose requests have failed for long; `nil` when there is none.
  package var problem: String?

  /// Makes the state of a cache.
  package init(target: String, waiting: Int, oldestSeconds: Int64, failures: Int, problem: String?) {
    self.target = target
    self.waiting = waiting
    self.oldestSeconds = oldestSeconds
    self.failures = failures
    self.problem = problem
  }

  /// The metrics of some caches.
  static func metrics(_ caches: [PurgedCache]) -> [ServerReport.Metric] {
    func gauge(_ name: String, help: String, _ value: (PurgedCache) -> Int64) -> ServerReport.Metric {
      ServerReport.Metric(
        name: "feedgen_purge_" + name, kind: .gauge, help: help,
        samples: caches.map { .init(Double(value($0)), labels: [("target", $0.target)]) })
    }
    return [
      gauge("waiting", help: "Addresses whose purging from a cache waits.") { Int64($0.waiting) },
      gauge("oldest_seconds", help: "How long the oldest of them has waited.") { $0.oldestSeconds },
      gauge("failures", help: "Requests to the cache that have failed since the last success.") {
        Int64($0.failures)
      },
    ]
  }
}
