#if ObjectStorage
  internal import ArchiveIndex
  internal import OutgoingHTTP
  internal import Primitives
  internal import Synchronization

  /// An output in object storage, for one build. A document is an object whose key is the prefix of the location and the path. Stamps
  /// contain entity tags, which are MD5 digests, so that a document with the same bytes is not put again.
  final class ObjectStorageOutput: DocumentOutput {
    private let session: StoreSession
    private let settings: OutputSettings
    private let owner: CatalogueOwner
    // The objects by path, once they were listed.
    private let listing = Mutex<[String: DocumentRecord.Stamp]?>(nil)

    private var store: ObjectStore { session.store }

    /// The metadata with the digest of a document, by which its objects are recognised.
    static let digestName = "feedgen-sha256"
    // So many documents may always be removed.
    private static let alwaysRemoved = 100

    /// Opens an output.
    init(_ session: StoreSession, _ settings: OutputSettings) {
      self.session = session
      self.settings = settings
      owner = CatalogueOwner(session.store, settings)
    }

    /// Makes the output that of this index.
    /// - Throws: `PublishingError`.
    func takeOver() throws { try owner.takeOver() }

    /// The number of requests at once. A put waits for the network, not for the processor.
    var writers: Int { 16 }

    // A put may take long.
    var mostAtOnce: Int { 1 }

    func write(
      _ bytes: [UInt8], to path: String, known: DocumentRecord.Stamp?
    ) throws -> WrittenDocument {
      let tag = bytes.withUnsafeBytes { MD5Digest(of: $0) }.hexadecimal
      let stamp = DocumentRecord.Stamp(size: Int64(bytes.count), entityTag: tag)
      let present = present(path, known: known)
      let isChanged = present != stamp
      let isCatalogue = path == Publisher.catalogue
      if !isChanged, !settings.renewsAll, try !isCatalogue || owner.check().isOurs {
        return WrittenDocument(isChanged: false, stamp: stamp)
      }
      _ = try owner.check()
      let newTag = try isCatalogue ? putCatalogue(bytes, tag: tag) : put(bytes, to: path)
      return WrittenDocument(
        isChanged: isChanged, stamp: .init(size: Int64(bytes.count), entityTag: newTag ?? tag))
    }

    func stream(to path: String, known: DocumentRecord.Stamp?) -> any DocumentStream {
      ObjectStream(self, path: path, known: known)
    }

    func remove(_ paths: [String]) throws {
      guard !paths.isEmpty else { return }
      _ = try owner.check()
      try Blocking.wait { [store] in try await store.delete(paths) }
    }

    func mostRemoved(of total: Int) -> Int {
      max(Self.alwaysRemoved, Int(Double(total) * settings.storage.mostRemoved))
    }

    func stamp(of path: String) -> DocumentRecord.Stamp? {
      session.foreignStamp(path)?.ofAnotherProgram ?? listing.withLock { $0?[path] }
    }

    // Each document is a request, which is signed.
    var leastShared: Int { 512 }

    func isForeign(_ path: String, known: DocumentRecord.Stamp?) throws -> Bool {
      switch listed(path) {
      case .absent: return false
      case .present(let stamp):
        if let known, known.ofAnyProgram == stamp { return known.isOfAnotherProgram }
        return try isForeign(path, stamp)
      case .notListed:
        if let known { return known.isOfAnotherProgram }
        return try isForeign(path, nil)
      }
    }

    // Whether an object that the index does not know has no mark of feedgen.
    private func isForeign(_ path: String, _ stamp: DocumentRecord.Stamp?) throws -> Bool {
      if let stamp, session.isForeign(path, stamp) { return true }
      let head = try Blocking.wait { [store] in try await store.head(store.key(of: path)) }
      guard let head, head.metadata[Self.digestName] == nil else { return false }
      session.setForeign(path, head.stamp)
      return true
    }
  }

  // MARK: Putting

  extension ObjectStorageOutput {
    /// The header fields of the object of a document.
    static func fields(of path: String, _ bytes: [UInt8], maxAge: Int) -> [(name: String, value: String)] {
      let names = path.split(separator: "/").map(String.init)
      let digest = bytes.withUnsafeBytes { SHA256Digest(of: $0) }
      return [
        ("Content-Type", MediaType.type(of: names).type),
        ("Cache-Control", CacheLifetime(maxAge: maxAge).field(of: path)),
        (ObjectStore.metadataPrefix + digestName, digest.hexadecimal),
      ]
    }

    // Puts a document; returns its entity tag, `nil` when the store gives none.
    private func put(_ bytes: [UInt8], to path: String) throws -> String? {
      let fields = Self.fields(of: path, bytes, maxAge: settings.maxAge)
      let result = try Blocking.wait { [store] in
        try await store.put(bytes, to: store.key(of: path), fields: fields)
      }
      guard case .done(let tag) = result else { return nil }
      return tag
    }

    // Attempts of a conditional put while others put the same object.
    private static let conditionalAttempts = 5

    // Puts the catalogue on the condition that it is the one whose owner was checked.
    private func putCatalogue(_ bytes: [UInt8], tag: String) throws -> String? {
      let fields = Self.fields(of: Publisher.catalogue, bytes, maxAge: settings.maxAge) + owner.fields
      let works = try session.conditionsWork(warn: settings.warn)
      var catalogue = try owner.check()
      for _ in 0..<Self.conditionalAttempts {
        let condition = works ? catalogue.tag.map(PutCondition.hasTag) ?? .isAbsent : nil
        let result = try Blocking.wait { [store, owner] in
          try await store.put(bytes, to: owner.key, fields: fields, if: condition)
        }
        if case .done(let newTag) = result { return newTag }
        // Another index has put it meanwhile, or this is the repetition of a put whose response was lost.
        catalogue = try owner.checkAgain()
        if catalogue.isOurs, catalogue.tag == tag { return tag }
      }
      throw PublishingError.storage(
        StorageProblem(
          .unavailable,
          "\(store.location)/\(Publisher.catalogue): the store refuses each put of it, as if it was changed all the time; run again: what is published stays, the rest follows"
        ))
    }
  }

  // MARK: Listing

  extension ObjectStorageOutput {
    private enum Listed {
      // The output was not listed.
      case notListed
      case absent
      case present(DocumentRecord.Stamp)
    }

    private func listed(_ path: String) -> Listed {
      listing.withLock { listing in
        guard let listing else { return .notListed }
        return listing[path].map(Listed.present) ?? .absent
      }
    }

    // The stamp of the object at a path, from the listing if there is one.
    private func present(_ path: String, known: DocumentRecord.Stamp?) -> DocumentRecord.Stamp? {
      switch listed(path) {
      case .notListed: known
      case .absent: nil
      case .present(let stamp): stamp
      }
    }

    // Lists the folders that documents are in, and those of feedgen; returns the objects by path.
    private func list(_ paths: some Sequence<String>) throws -> [String: DocumentRecord.Stamp] {
      if let listing = listing.withLock({ $0 }) { return listing }
      var names = Set(DirectoryOutput.ownDirectories)
      for path in paths {
        if let slash = path.firstIndex(of: "/") { names.insert(String(path[..<slash])) }
      }
      let top = try Blocking.wait { [store] in try await store.list(.top) }
      var stamps: [String: DocumentRecord.Stamp] = [:]
      for object in top.objects { stamps[object.path] = object.stamp }
      let folders = top.folders.filter(names.contains)
      try ParallelMap.run(folders, workers: writers, ahead: folders.count) { [store] folder in
        try Blocking.wait { try await store.list(.folder(folder)).objects }
      } consume: { objects in
        for object in objects { stamps[object.path] = object.stamp }
      }
      listing.withLock { [stamps] in $0 = stamps }
      try removeProbes(top.objects)
      return stamps
    }

    // Removes the objects by which builds that were killed have tried the store.
    private func removeProbes(_ objects: [ListedObject]) throws {
      let latest = UnixTime(UnixTime.now.seconds - 3600).description
      let old = objects.filter { $0.path.hasPrefix(StoreSession.probePrefix) && $0.modified < latest }
      try remove(old.map(\.path))
    }

    func examine(_ paths: some Sequence<String>) throws { _ = try list(paths) }

    func isIntact(_ record: DocumentRecord) -> Bool {
      switch listed(record.path) {
      case .notListed: true
      case .absent: false
      case .present(let stamp): record.stamp?.ofAnyProgram == stamp
      }
    }

    func areIntact(_ records: [DocumentRecord]) throws -> Bool {
      _ = try list(records.lazy.map(\.path))
      return records.allSatisfy(isIntact)
    }

    func removeUnwanted(wanted: Set<String>) throws -> [String] {
      let objects = try list(wanted)
      let unwanted = objects.keys.filter { !wanted.contains($0) && OwnDocument(path: $0) != nil }.sorted()
      var own: [String] = []
      try ParallelMap.run(unwanted, workers: writers) { path in
        try self.isForeign(path, objects[path]) ? nil : path
      } consume: { (path: String?) in
        if let path { own.append(path) }
      }
      guard own.count <= mostRemoved(of: wanted.count) else {
        settings.warn(
          "\(store.location): \(own.count) documents that nothing wants any more are not removed, because they are more than a share of \(settings.storage.mostRemoved) of all; run `feedgen --set s3.mostRemoved=1` once to remove them"
        )
        return []
      }
      try remove(own)
      return own
    }
  }

  /// A document that is collected in memory, and put when it is finished: a store needs its digest before its first byte.
  private final class ObjectStream: DocumentStream {
    private let output: ObjectStorageOutput
    private let path: String
    private let known: DocumentRecord.Stamp?
    private var bytes: [UInt8] = []

    init(_ output: ObjectStorageOutput, path: String, known: DocumentRecord.Stamp?) {
      self.output = output
      self.path = path
      self.known = known
    }

    func append(_ piece: UnsafeRawBufferPointer) { bytes += piece }

    func finish() throws -> WrittenDocument { try output.write(bytes, to: path, known: known) }
  }
#endif
