#if ObjectStorage
  internal import Foundation
  internal import Primitives

  /// The address of a store, and the addresses of the objects of a bucket.
  struct StoreEndpoint: Hashable, Sendable {
    /// The scheme, the host and the port, for messages.
    let name: String
    // The URL of the bucket, with a slash at its end.
    private let bucketURL: String

    /// Whether requests cross a network without encryption.
    let isExposed: Bool

    /// Makes the endpoint that settings give, or the environment, or else that of AWS.
    /// - Throws: `PublishingError`.
    init(
      _ settings: ObjectStorageSettings, bucket: String, region: String, environment: [String: String]
    ) throws(PublishingError) {
      let variables = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"]
      let variable = variables.first { environment[$0]?.isEmpty == false }
      if let endpoint = settings.endpoint {
        try self.init(endpoint, from: "s3.endpoint", isPathStyle: settings.usesPathStyle ?? true, bucket)
      } else if let variable, let endpoint = environment[variable] {
        try self.init(endpoint, from: variable, isPathStyle: settings.usesPathStyle ?? true, bucket)
      } else {
        let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        // The certificate of the store is not for a bucket with a dot.
        let isPathStyle = settings.usesPathStyle ?? bucket.contains(".")
        try self.init("https://s3.\(region).\(domain)", from: "s3.region", isPathStyle: isPathStyle, bucket)
      }
    }

    private init(
      _ endpoint: String, from origin: String, isPathStyle: Bool, _ bucket: String
    ) throws(PublishingError) {
      guard let url = URL(string: endpoint), let scheme = url.scheme?.lowercased(),
        ["http", "https"].contains(scheme), let host = url.host(percentEncoded: true), !host.isEmpty,
        url.user == nil, url.query == nil, url.fragment == nil
      else {
        // It may have a password.
        throw .storage(
          StorageProblem(
            .configuration,
            "\(origin) is no address of a store; write an http or https URL with a host, as \"https://minio.example.org:9000\", without a user and without a query"
          ))
      }
      let isLiteral = host.contains(":") || host.allSatisfy { $0.isNumber || $0 == "." }
      let authority = (host.contains(":") ? "[\(host)]" : host) + (url.port.map { ":\($0)" } ?? "")
      name = "\(scheme)://\(authority)"
      isExposed = scheme == "http" && !Self.isLoopback(host)
      var path = url.path(percentEncoded: true)
      if !path.hasSuffix("/") { path += "/" }
      // An address of numbers has no names below it.
      bucketURL =
        isPathStyle || isLiteral
        ? "\(name)\(path)\(bucket)/" : "\(scheme)://\(bucket).\(authority)\(path)"
    }

    private static func isLoopback(_ host: String) -> Bool {
      host == "localhost" || host.hasSuffix(".localhost") || host == "::1" || host.hasPrefix("127.")
    }

    /// The URL of an object, or of the bucket for an empty key, with a query. The query is sorted and encoded as signatures need it.
    func url(key: String, query: [String: String] = [:]) -> String {
      let path = PercentCoding.encoded(key) { PercentCoding.isUnreserved($0) || $0 == UInt8(ascii: "/") }
      let parameters = query.sorted { $0.key < $1.key }.map { name, value in
        Self.encoded(name) + "=" + Self.encoded(value)
      }
      return bucketURL + path + (parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&"))
    }

    private static func encoded(_ text: String) -> String {
      PercentCoding.encoded(text, isAllowed: PercentCoding.isUnreserved)
    }
  }
#endif
