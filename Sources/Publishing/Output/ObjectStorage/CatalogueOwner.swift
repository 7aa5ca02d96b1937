#if ObjectStorage
  internal import Primitives
  internal import Synchronization

  /// The owner of an output, whose identity the catalogue has in its metadata: two indexes that publish to one place would remove and
  /// replace each other's documents.
  final class CatalogueOwner: Sendable {
    /// The metadata with the identity of the owner.
    static let ownerName = "feedgen-owner"
    /// The metadata with the time at which the owner put the catalogue.
    static let timeName = "feedgen-time"

    /// The catalogue in the output.
    struct Catalogue: Sendable {
      /// The entity tag; `nil` when there is no catalogue.
      var tag: String?
      /// Whether it names this index as the owner.
      var isOurs = false
    }

    private let store: ObjectStore
    private let settings: OutputSettings
    private let known = Mutex<Catalogue?>(nil)

    /// Makes the check of a build.
    init(_ store: ObjectStore, _ settings: OutputSettings) {
      self.store = store
      self.settings = settings
    }

    /// The fields of a catalogue of this owner.
    var fields: [(name: String, value: String)] {
      [
        (ObjectStore.metadataPrefix + Self.ownerName, settings.owner),
        (ObjectStore.metadataPrefix + Self.timeName, UnixTime.now.description),
      ]
    }

    /// The key of the catalogue.
    var key: String { store.key(of: Publisher.catalogue) }

    /// Checks once that the output has no other owner. Threads wait for the check of the first.
    /// - Throws: `PublishingError`.
    func check() throws -> Catalogue {
      try known.withLock { known in
        if let known { return known }
        let found = try look()
        known = found
        return found
      }
    }

    /// Checks again.
    /// - Throws: `PublishingError`.
    func checkAgain() throws -> Catalogue {
      known.withLock { $0 = nil }
      return try check()
    }

    private func look() throws -> Catalogue {
      let head = try Blocking.wait { [store, key] in try await store.head(key) }
      guard let head else { return Catalogue(tag: nil) }
      guard let owner = head.metadata[Self.ownerName] else { return Catalogue(tag: head.tag) }
      guard owner == settings.owner else { throw otherOwner(owner, since: head.metadata[Self.timeName]) }
      return Catalogue(tag: head.tag, isOurs: true)
    }

    private func otherOwner(_ owner: String, since time: String?) -> PublishingError {
      .storage(
        StorageProblem(
          .configuration,
          "\(store.location): another index publishes here (owner \(owner), which put its catalogue at \(time ?? "an unknown time")), and two would replace each other's feeds; name another \"output\", or run `feedgen --take-over` if this index is to replace that one"
        ))
    }

    /// Makes this index the owner: puts the same catalogue with another owner.
    /// - Throws: `PublishingError`.
    func takeOver() throws {
      let fields = fields
      try Blocking.wait { [store, key, settings] in
        guard let head = try await store.head(key), head.metadata[Self.ownerName] != settings.owner else {
          return
        }
        let response = try await store.get(key)
        guard response.status == 200, let bytes = response.body else { return }
        let own = ObjectStorageOutput.fields(of: Publisher.catalogue, bytes, maxAge: settings.maxAge)
        _ = try await store.put(bytes, to: key, fields: own + fields)
      }
    }
  }
#endif
