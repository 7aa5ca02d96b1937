/// A problem of object storage.
package struct StorageProblem: Error, Sendable, CustomStringConvertible {
  /// What has to happen before the next attempt can succeed.
  package enum Kind: Sendable {
    /// The store is not available; it may be soon.
    case unavailable
    /// The configuration, the credentials or the bucket must be changed.
    case configuration
  }

  /// The kind.
  package var kind: Kind
  /// The message, which says what to do; without secrets.
  package var description: String

  /// Makes a problem.
  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
