/// The reason why a cache was not purged. The request is sent again later.
package struct PurgeFailure: Error, Equatable, CustomStringConvertible {
  /// The reason and what to do, without any secret.
  package var description: String
  /// The time after which the cache wants the next request, in seconds.
  package var retryAfter: Int64?

  /// Makes a failure.
  package init(_ description: String, retryAfter: Int64? = nil) {
    self.description = description
    self.retryAfter = retryAfter
  }
}
