#if ObjectStorage
  internal import Primitives

  /// Reads documents from object storage, for a server.
  struct ObjectStorageSource: DocumentSource {
    private let store: ObjectStore

    /// Makes a source.
    init(_ store: ObjectStore) { self.store = store }

    func read(_ path: String, known: String?) async throws -> SourceAnswer {
      let response = try await store.get(store.key(of: path), known: known, .reader)
      switch response.status {
      case 304: return .unchanged
      case 404: return .missing
      default:
        guard let bytes = response.body else {
          throw PublishingError.storage(
            StorageProblem(
              .configuration, "\(store.location)/\(path): the document is too large to be served"))
        }
        return .document(
          SourceDocument(
            bytes: bytes, tag: response.fields["etag"].map(ObjectStore.entityTag),
            modified: response.fields["last-modified"].flatMap(HTTPDate.time)))
      }
    }

    func exists(_ path: String) async throws -> Bool {
      try await store.head(store.key(of: path), .reader) != nil
    }

    func complaint() async -> String? {
      do {
        // The answer to HEAD does not say whether the bucket is missing or the catalogue.
        var request = StoreRequest(.get, store.key(of: Publisher.catalogue))
        request.fields = [("Range", "bytes=0-0")]
        request.accepted = [200, 206, 404]
        let response = try await store.send(request, to: "read", .check)
        let isMissing = response.status == 404 && StoreFault(response).code == "NoSuchBucket"
        return isMissing ? "\(store.location): there is no such bucket" : nil
      } catch {
        return "\(error)"
      }
    }
  }
#endif
