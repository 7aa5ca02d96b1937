#if ObjectStorage
  internal import ArchiveIndex
  internal import OutgoingHTTP
  internal import Primitives

  /// The header fields of an object.
  struct ObjectHead: Sendable {
    /// The entity tag, without its quotes.
    var tag: String
    /// The size in bytes.
    var size: Int64
    /// The metadata, by the parts of the names behind `x-amz-meta-`.
    var metadata: [String: String] = [:]

    /// The stamp of the object.
    var stamp: DocumentRecord.Stamp { .init(size: size, entityTag: tag) }

    /// Reads the fields of a response.
    init(_ fields: [String: String]) {
      tag = ObjectStore.entityTag(fields["etag"] ?? "")
      size = fields["content-length"].flatMap { Int64($0) } ?? 0
      for (name, value) in fields where name.hasPrefix(ObjectStore.metadataPrefix) {
        metadata[String(name.dropFirst(ObjectStore.metadataPrefix.count))] = value
      }
    }
  }

  /// A condition of a put (RFC 9110, section 13.1).
  enum PutCondition: Sendable {
    /// The object does not exist.
    case isAbsent
    /// The object has an entity tag, here without quotes.
    case hasTag(String)

    /// The header field.
    var field: (name: String, value: String) {
      switch self {
      case .isAbsent: ("If-None-Match", "*")
      case .hasTag(let tag): ("If-Match", "\"\(tag)\"")
      }
    }
  }

  /// The result of a conditional put.
  enum PutResult: Sendable {
    /// The object was put, and has an entity tag; `nil` when the store gives none.
    case done(tag: String?)
    /// The condition is false, or another put of the object was in progress.
    case refused
    /// The store does not know the condition.
    case notImplemented
  }

  extension ObjectStore {
    /// The beginning of the names of header fields with metadata.
    static let metadataPrefix = "x-amz-meta-"

    /// An entity tag without its quotes.
    static func entityTag(_ field: String) -> String {
      (field.hasPrefix("W/") ? String(field.dropFirst(2)) : field).filter { $0 != "\"" }
    }

    /// Puts an object.
    /// - Throws: `PublishingError`.
    func put(
      _ bytes: [UInt8], to key: String, fields: [(name: String, value: String)],
      if condition: PutCondition? = nil, _ policy: RetryPolicy = .build
    ) async throws -> PutResult {
      var request = StoreRequest(.put, key)
      request.body = bytes
      request.fields = fields
      // The caller has digested the body on its own thread.
      request.digest = fields.first { $0.name == Self.metadataPrefix + ObjectStorageOutput.digestName }?.value
      if let condition {
        request.fields.append(condition.field)
        request.accepted = [200, 204, 409, 412, 501]
        // An object that does not exist has no entity tag.
        if case .hasTag = condition { request.accepted.insert(404) }
      }
      let response = try await send(request, to: "put", policy)
      switch response.status {
      case 200, 204: return .done(tag: response.fields["etag"].map(Self.entityTag))
      case 404 where StoreFault(response).code == "NoSuchBucket":
        throw PublishingError.storage(
          StorageProblem(.configuration, "\(location): there is no bucket \"\(location.bucket)\"; make it"))
      case 501: return .notImplemented
      default: return .refused
      }
    }

    /// The header fields of an object; `nil` when it does not exist.
    /// - Throws: `PublishingError`.
    func head(_ key: String, _ policy: RetryPolicy = .build) async throws -> ObjectHead? {
      var request = StoreRequest(.head, key)
      // The response to HEAD has no body, and so no code of an error.
      request.accepted = [200, 301, 307, 400, 401, 403, 404]
      let response = try await send(request, to: "read", policy)
      if response.status == 200 { return ObjectHead(response.fields) }
      if response.status == 404 { return nil }
      request = StoreRequest(.get, key)
      request.fields = [("Range", "bytes=0-0")]
      request.accepted = [200, 206, 404]
      let explained = try await send(request, to: "read", policy)
      return explained.status == 404 ? nil : ObjectHead(explained.fields)
    }

    /// Reads an object.
    /// - Parameter known: the entity tag of a version that is known, without quotes.
    /// - Returns: the response, with the status 200, 304 or 404.
    /// - Throws: `PublishingError`.
    func get(
      _ key: String, known: String? = nil, limit: Int = 256 << 20, _ policy: RetryPolicy = .build
    ) async throws -> HTTPClient.Response {
      var request = StoreRequest(.get, key)
      request.bodyLimit = limit
      request.accepted = [200, 304, 404]
      if let known { request.fields = [("If-None-Match", "\"\(known)\"")] }
      let response = try await send(request, to: "read", policy)
      let fault = response.status == 404 ? StoreFault(response) : nil
      if fault?.code == "NoSuchBucket" {
        throw PublishingError.storage(
          StorageProblem(.configuration, "\(location): there is no bucket \"\(location.bucket)\"; make it"))
      }
      return response
    }
  }
#endif
