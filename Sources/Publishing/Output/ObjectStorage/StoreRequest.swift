#if ObjectStorage
  internal import OutgoingHTTP

  /// A request to a store.
  struct StoreRequest: Sendable {
    /// The method.
    var method: HTTPClient.Method
    /// The key of the object; empty for the bucket.
    var key: String
    /// The query.
    var query: [String: String] = [:]
    /// The header fields, without those of the signature.
    var fields: [(name: String, value: String)] = []
    /// The body.
    var body: [UInt8] = []
    /// The SHA-256 digest of the body, in hexadecimal digits; `nil` to compute it.
    var digest: String?
    /// The limit of the body of a response, in bytes.
    var bodyLimit = 8 << 20
    /// The statuses that are answers; others are problems.
    var accepted: Set<Int> = [200, 204]

    /// Makes a request.
    init(_ method: HTTPClient.Method, _ key: String) {
      self.method = method
      self.key = key
    }
  }
#endif
