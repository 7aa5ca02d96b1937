#if ObjectStorage
  internal import Dispatch
  internal import Foundation
  internal import OutgoingHTTP
  internal import Primitives

  /// A place in a bucket: sends requests with signatures, and repeats those that fail for a while.
  final class ObjectStore: Sendable {
    /// The place.
    let location: ObjectLocation
    /// The address of the store.
    let endpoint: StoreEndpoint
    private let region: String
    private let credentials: StoreCredentials
    private let client = HTTPClient(.any, addressLifetime: .seconds(30))

    /// Makes a store.
    /// - Parameter environment: the variables of the process.
    /// - Throws: `PublishingError`, also when there are no credentials.
    init(
      _ location: ObjectLocation, _ settings: ObjectStorageSettings,
      environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
      self.location = location
      credentials = StoreCredentials(environment: environment)
      region = settings.region ?? credentials.region ?? "us-east-1"
      endpoint = try StoreEndpoint(
        settings, bucket: location.bucket, region: region, environment: environment)
      _ = try credentials.current()
    }

    /// The key of the object of a document.
    func key(of path: String) -> String { location.prefix + path }

    /// Sends a request until it is answered, as long as the policy allows.
    /// - Parameter action: what is to be done, for messages, as `put`.
    /// - Throws: `PublishingError`.
    func send(_ request: StoreRequest, to action: String, _ policy: RetryPolicy) async throws
      -> HTTPClient.Response
    {
      let place = "\(OutputLocation.scheme)\(location.bucket)/\(request.key)"
      var attempt = 0
      var refused: StoreCredentials.Key?
      while true {
        let key = try credentials.current()
        attempt += 1
        let failure: (reason: String, retryAfter: Int64?)
        do {
          let response = try await client.send(
            signed(request, key), within: policy.timeout(bytes: request.body.count))
          if request.accepted.contains(response.status) { return response }
          let fault = StoreFault(response)
          if fault.isOfCredentials, refused == nil {
            // The files may have other credentials by now.
            refused = key
            credentials.forget()
            if try credentials.current() != key { continue }
          }
          guard fault.isTemporary else {
            throw PublishingError.storage(fault.problem(action, place, at: description(key)))
          }
          let field = response.fields["retry-after"]
          failure = (fault.words, field.flatMap { RetryAfter.seconds($0, now: .now) })
        } catch let error where Self.isTemporary(error) {
          failure = ("\(error)", nil)
        }
        guard let wait = policy.wait(after: attempt, retryAfter: failure.retryAfter) else {
          throw PublishingError.storage(unavailable(place, failure.reason, attempts: attempt))
        }
        await Self.sleep(wait)
      }
    }

    // Waits on a queue of its own: the threads of Swift's pool may all be blocked by threads that wait for this request.
    private static func sleep(_ wait: Duration) async {
      let seconds = Double(wait.components.seconds) + Double(wait.components.attoseconds) / 1e18
      await withCheckedContinuation { continuation in
        timer.asyncAfter(deadline: .now() + seconds) { continuation.resume() }
      }
    }

    private static let timer = DispatchQueue(label: "feedgen retries")

    private static func isTemporary(_ error: any Error) -> Bool {
      error is HTTPClient.TimedOut || error is HTTPClient.Failure || error is NetworkAddress.Refusal
    }

    private func unavailable(_ place: String, _ reason: String, attempts: Int) -> StorageProblem {
      let count = attempts == 1 ? "" : ", after \(attempts) attempts"
      return StorageProblem(
        .unavailable,
        "\(place): \(endpoint.name) is not available (\(reason)\(count)); check the network and the store, and run again: what is published stays, the rest follows"
      )
    }

    private func description(_ key: StoreCredentials.Key) -> StoreDescription {
      StoreDescription(
        bucket: location.bucket, endpoint: endpoint.name, region: region, origin: key.origin)
    }

    private func signed(_ request: StoreRequest, _ key: StoreCredentials.Key) -> HTTPClient.Request {
      var signed = HTTPClient.Request(
        request.method, endpoint.url(key: request.key, query: request.query))
      signed.body = request.body
      signed.bodyLimit = request.bodyLimit
      let digest = request.digest ?? request.body.withUnsafeBytes { SHA256Digest(of: $0) }.hexadecimal
      signed.fields = request.fields + [("x-amz-content-sha256", digest)]
      if let token = key.sessionToken { signed.fields.append(("x-amz-security-token", token)) }
      signed.signingKey = HTTPClient.SigningKey(
        accessKey: key.accessKey, secretKey: key.secretKey, region: region, service: "s3")
      return signed
    }
  }
#endif
