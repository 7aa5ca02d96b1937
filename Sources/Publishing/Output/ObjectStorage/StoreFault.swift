#if ObjectStorage
  internal import OutgoingHTTP
  internal import Primitives
  internal import Syndication

  /// The fault of a response of a store, from its status and its code.
  struct StoreFault: Sendable {
    /// The status.
    let status: Int
    /// The code, as NoSuchBucket; empty when the response has none.
    let code: String
    private let message: String
    private let region: String?
    private let date: UnixTime?

    /// Reads a response.
    init(_ response: HTTPClient.Response) {
      status = response.status
      let error = response.body.flatMap { ParsedElement($0) }
      code = error?["Code"] ?? ""
      message = error?["Message"] ?? ""
      region = response.fields["x-amz-bucket-region"] ?? error?["Region"]
      date = response.fields["date"].flatMap(HTTPDate.time)
    }

    /// Whether the same request may succeed soon.
    var isTemporary: Bool {
      [429, 500, 502, 503, 504].contains(status) || ["RequestTimeout", "SlowDown"].contains(code)
    }

    /// Whether other credentials may be accepted.
    var isOfCredentials: Bool {
      Self.credentialCodes.contains(code) || Self.expiryCodes.contains(code) || status == 401
    }

    private static let credentialCodes: Set = ["InvalidAccessKeyId", "SignatureDoesNotMatch"]
    private static let expiryCodes: Set = [
      "ExpiredToken", "ExpiredTokenException", "InvalidToken", "TokenRefreshRequired",
    ]
    private static let regionCodes: Set = [
      "AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "PermanentRedirect",
      "TemporaryRedirect",
    ]

    /// The words of the store: status, code and message.
    var words: String {
      let words = [code, message].filter { !$0.isEmpty }.joined(separator: ": ")
      return "status \(status)" + (words.isEmpty ? "" : ", " + words.prefix(300))
    }

    /// The problem, for a person.
    /// - Parameters:
    ///   - action: what was to be done, as `put`.
    ///   - place: the URL of the object or bucket.
    ///   - store: the store and the settings of requests.
    func problem(_ action: String, _ place: String, at store: StoreDescription) -> StorageProblem {
      StorageProblem(
        .configuration, "\(place): \(reason(action, store)): what is published stays, the rest follows")
    }

    private func reason(_ action: String, _ store: StoreDescription) -> String {
      if code == "NoSuchBucket" {
        return
          "there is no bucket \"\(store.bucket)\" at \(store.endpoint); make it, or correct \"output\""
      }
      if Self.expiryCodes.contains(code) {
        return
          "the credentials of \(store.origin) have expired (\(code)); renew them, and set them again"
      }
      if Self.credentialCodes.contains(code) || status == 401 {
        return
          "\(store.endpoint) does not accept the credentials of \(store.origin) (\(words)); correct the access key and its secret"
      }
      if code == "RequestTimeTooSkewed" { return clockReason(store) }
      if let region, region != store.region, status < 400 || Self.regionCodes.contains(code) {
        return
          "the bucket is in the region \"\(region)\", not in \"\(store.region)\"; set \"s3.region\" to \"\(region)\""
      }
      return otherReason(action, store)
    }

    private func otherReason(_ action: String, _ store: StoreDescription) -> String {
      if (300..<400).contains(status) {
        return
          "\(store.endpoint) sends requests elsewhere (\(words)); correct \"s3.region\" (\"\(store.region)\") or \"s3.endpoint\""
      }
      if status == 403 {
        return
          "the credentials of \(store.origin) do not allow to \(action) it (\(words)); allow s3:GetObject, s3:PutObject and s3:DeleteObject on the objects and s3:ListBucket on the bucket"
      }
      return
        "\(store.endpoint) refuses to \(action) it (\(words)); check the settings of \"s3\" and the store"
    }

    private func clockReason(_ store: StoreDescription) -> String {
      guard let date else {
        return "the clock of this machine is wrong, by that of \(store.endpoint); set it"
      }
      let difference = UnixTime.now - date
      let amount = Self.duration(abs(difference))
      return
        "the clock of this machine is \(amount) \(difference < 0 ? "behind" : "ahead of") that of \(store.endpoint), which refuses signatures by it; set the clock"
    }

    private static func duration(_ seconds: Int64) -> String {
      let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
      let parts = [(hours, "hour"), (minutes, "minute"), (seconds % 60, "second")].filter { $0.0 > 0 }
      let texts = parts.prefix(2).map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
      return texts.isEmpty ? "less than a second" : texts.joined(separator: " ")
    }
  }

  /// A store and the settings of requests to it, for messages.
  struct StoreDescription: Sendable {
    /// The name of the bucket.
    var bucket: String
    /// The scheme and host of the store.
    var endpoint: String
    /// The region.
    var region: String
    /// The place where the credentials were found.
    var origin: String
  }
#endif
