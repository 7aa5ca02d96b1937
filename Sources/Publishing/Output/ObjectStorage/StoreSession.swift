#if ObjectStorage
  internal import ArchiveIndex
  internal import Foundation
  internal import Primitives
  internal import Synchronization

  /// What a process knows about a place in object storage, from one build to the next.
  final class StoreSession: Sendable {
    /// The store.
    let store: ObjectStore
    // Whether the store observes conditions; `nil` before it was tried.
    private let observesConditions = Mutex<Bool?>(nil)
    // Objects of other programs, by path.
    private let foreign = Mutex<[String: DocumentRecord.Stamp]>([:])

    private struct Key: Hashable {
      var location: ObjectLocation
      var settings: ObjectStorageSettings
    }

    private static let sessions = Mutex<[Key: StoreSession]>([:])
    // The limit of the number of objects of other programs that are remembered.
    private static let mostForeign = 100_000
    /// The beginning of the names of the objects by which a store is tried.
    static let probePrefix = ".feedgen-probe-"

    private init(_ store: ObjectStore) { self.store = store }

    /// The session of a place.
    /// - Throws: `PublishingError`.
    static func session(for url: String, _ settings: OutputSettings) throws -> StoreSession {
      let location = try ObjectLocation(url)
      // An unset share of removals is another output, but not another store.
      var storage = settings.storage
      storage.mostRemoved = 0
      let key = Key(location: location, settings: storage)
      if let session = sessions.withLock({ $0[key] }) { return session }
      let session = StoreSession(try ObjectStore(location, storage))
      if session.store.endpoint.isExposed {
        settings.warn(
          "\(session.store.endpoint.name) is without encryption: what is read and put can be seen and changed on its way; use https"
        )
      }
      return sessions.withLock { sessions in
        let first = sessions[key] ?? session
        sessions[key] = first
        return first
      }
    }

    /// Whether the store observes the conditions of puts. The first call tries it.
    /// - Throws: `PublishingError`.
    func conditionsWork(warn: (String) -> Void) throws -> Bool {
      if let known = observesConditions.withLock({ $0 }) { return known }
      let works = try Blocking.wait { [store] in try await Self.probe(store) }
      observesConditions.withLock { $0 = works }
      if !works {
        warn(
          "\(store.location): the store ignores conditions of puts (If-Match, If-None-Match), so that two feedgens that publish there at the same moment are noticed only at their next builds"
        )
      }
      return works
    }

    // Puts an object that is there, and one whose entity tag is another: both must be refused.
    private static func probe(_ store: ObjectStore) async throws -> Bool {
      let name = probePrefix + String(UInt64.random(in: .min ... .max), radix: 16)
      let key = store.key(of: name)
      let fields = [("Content-Type", "text/plain")]
      var works = false
      if case .done = try await store.put([0x31], to: key, fields: fields, if: .isAbsent),
        case .refused = try await store.put([0x32], to: key, fields: fields, if: .isAbsent),
        case .refused = try await store.put(
          [0x33], to: key, fields: fields, if: .hasTag("00000000000000000000000000000000"))
      {
        works = true
      }
      try await store.delete([name])
      return works
    }

    /// Whether an object is known to be that of another program.
    func isForeign(_ path: String, _ stamp: DocumentRecord.Stamp) -> Bool {
      foreign.withLock { $0[path] == stamp }
    }

    /// The stamp of an object that was found to be that of another program; `nil` when none was.
    func foreignStamp(_ path: String) -> DocumentRecord.Stamp? { foreign.withLock { $0[path] } }

    /// Remembers an object of another program.
    func setForeign(_ path: String, _ stamp: DocumentRecord.Stamp) {
      foreign.withLock { foreign in
        if foreign.count >= Self.mostForeign { foreign = [:] }
        foreign[path] = stamp
      }
    }
  }
#endif
