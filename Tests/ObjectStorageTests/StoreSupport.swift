#if ObjectStorage
  import ArchiveIndex
  import Foundation
  import Primitives
  import Synchronization
  import TestSupport
  import WorkspaceSupport

  @testable import Publishing

  extension StoreStub {
    /// The output of tests.
    static let output = "s3://\(bucket)/feeds"

    /// The settings of this store.
    var settings: ObjectStorageSettings {
      var settings = ObjectStorageSettings()
      settings.endpoint = url
      return settings
    }

    /// A client of this store.
    /// - Parameter environment: the variables with the credentials.
    func store(
      _ location: String = StoreStub.output,
      environment: [String: String] = [
        "AWS_ACCESS_KEY_ID": accessKey, "AWS_SECRET_ACCESS_KEY": secretKey, "AWS_REGION": "eu-central-1",
      ]
    ) throws -> ObjectStore {
      try ObjectStore(try ObjectLocation(location), settings, environment: environment)
    }

    /// Opens an output, as a build does.
    func output(owner: String = "kestrel", _ change: (inout OutputSettings) -> Void = { _ in }) throws
      -> any DocumentOutput
    {
      var settings = OutputSettings()
      (settings.storage, settings.owner) = (self.settings, owner)
      change(&settings)
      return try OutputKind.open(Self.output, settings)
    }

    /// The documents of the output by path.
    var documents: [String: Data] {
      var documents: [String: Data] = [:]
      for (key, object) in objects where key.hasPrefix("feeds/") {
        documents[String(key.dropFirst("feeds/".count))] = object.bytes
      }
      return documents
    }
  }

  /// A number of times that something happens.
  final class Countdown: Sendable {
    private let left: Mutex<Int>

    /// Makes a countdown.
    init(_ count: Int) { left = Mutex(count) }

    /// Whether there is a time left; it is taken.
    func takeOne() -> Bool {
      left.withLock { left in
        left -= 1
        return left >= 0
      }
    }
  }

  extension Workspace {
    /// Publishes to a store from now on.
    func publish(to store: StoreStub) {
      (configuration.output, configuration.storage) = (StoreStub.output, store.settings)
    }

    /// The documents that are in one place only or differ, ordered.
    static func differences(_ documents: [String: Data], _ tree: FileTree) -> [String] {
      Set(documents.keys).union(tree.files.keys).filter { documents[$0] != tree.files[$0] }.sorted()
    }
  }

  extension PublishingError {
    /// Whether it is a problem of the configuration of object storage, with some words.
    func isConfiguration(_ words: String...) -> Bool {
      guard case .storage(let problem) = self, problem.kind == .configuration else { return false }
      return words.allSatisfy(problem.description.contains)
    }

    /// Whether object storage is not available, with some words.
    func isUnavailable(_ words: String...) -> Bool {
      guard case .storage(let problem) = self, problem.kind == .unavailable else { return false }
      return words.allSatisfy(problem.description.contains)
    }
  }
#endif
