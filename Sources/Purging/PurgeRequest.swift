package import ArchiveIndex
package import Primitives
package import Queueing

/// A queued request to purge an address from a cache.
package struct PurgeRequest: QueuedRequest {
  /// What has happened to the document at the address.
  package enum Kind: String, CaseIterable, Sendable {
    /// Its bytes have changed, or it is new.
    case changed
    /// It was removed.
    case removed
  }

  package var head: RequestHead<Kind>
  /// The time at which it was queued.
  package var queued: UnixTime

  /// What has happened to the document.
  var kind: Kind { head.kind }
  /// The absolute URL of the document.
  var address: String { head.subject }

  /// Makes a request that is not in the queue yet.
  init(_ kind: Kind, of address: String, to target: String, queued: UnixTime) {
    head = RequestHead(kind, to: target, about: address)
    self.queued = queued
  }
}

extension PurgeRequest {
  package static let ownColumns = ["queued"]

  package init(
    _ head: RequestHead<Kind>, _ row: any SQLStatement, from first: Int32, damaged: (any Error) -> Void
  ) {
    self.head = head
    queued = DamagedValue.read(damaged) { try row.time(first) } ?? 0
  }

  package func bindOwnColumns(to row: any SQLStatement, from first: Int32) throws {
    row.bind(queued.seconds, from: first)
  }
}
