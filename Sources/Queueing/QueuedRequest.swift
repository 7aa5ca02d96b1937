package import ArchiveIndex

/// A request in a `RequestQueue`. Kind, target and subject identify it: the queue has one request at most with the same three.
package protocol QueuedRequest: Hashable, Sendable {
  /// The kinds of requests in the queue.
  associatedtype Kind: RawRepresentable<String> & CaseIterable & Hashable & Sendable

  /// The columns of the table beside those that every queue has.
  static var ownColumns: [String] { get }

  /// The part of the request that every queue has.
  var head: RequestHead<Kind> { get }

  /// Makes a request from a row of the queue.
  /// - Parameters:
  ///   - first: the first of the own columns.
  ///   - damaged: called with the error of each value that cannot be read; the request goes without the value.
  init(_ head: RequestHead<Kind>, _ row: any SQLStatement, from first: Int32, damaged: (any Error) -> Void)

  /// Binds the values of the own columns to the parameters from `first` on.
  func bindOwnColumns(to row: any SQLStatement, from first: Int32) throws
}

/// The part of a request that every queue has.
package struct RequestHead<Kind: Hashable & Sendable>: Hashable, Sendable {
  /// The kind of the request.
  package var kind: Kind
  /// The server that gets the request.
  package var target: String
  /// What the request is about.
  package var subject: String
  /// The number of failed attempts.
  package var attempts: Int
  /// Distinguishes a request from one that has replaced it in the queue.
  package var serial: Int64

  /// Makes the head of a request that is not in the queue yet.
  package init(_ kind: Kind, to target: String, about subject: String) {
    (self.kind, self.target, self.subject) = (kind, target, subject)
    (attempts, serial) = (0, 0)
  }

  /// Makes the head of a request in the queue.
  init(_ kind: Kind, to target: String, about subject: String, attempts: Int, serial: Int64) {
    (self.kind, self.target, self.subject) = (kind, target, subject)
    (self.attempts, self.serial) = (attempts, serial)
  }
}
