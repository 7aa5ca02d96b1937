internal import NIOHTTP1
internal import Primitives
internal import Publishing

/// The response fields of documents that depend on the path alone: caching, security policy, WebSub links.
struct DocumentFields: Sendable {
  private let lifetime: CacheLifetime
  private let baseURL: String
  private let hubs: [String]
  private let hasSurrogateKeys: Bool

  // A page loads its own script, style and data, and nothing else but images.
  private static func pagePolicy(images: String) -> String {
    """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src \(images); connect-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'
    """
  }
  private static let startPagePolicy = pagePolicy(images: "'self'")
  // The pages of events show pictures of other sites.
  private static let otherPagePolicy = pagePolicy(images: "'self' https: http:")
  // A browser that displays a feed loads its stylesheet.
  private static let feedPolicy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'"

  /// Makes the fields of a site.
  /// - Parameters:
  ///   - maxAge: the mean max-age of documents, in seconds.
  ///   - hasSurrogateKeys: whether documents have keys by which a cache removes them.
  init(maxAge: Int, baseURL: String, hubs: [String], hasSurrogateKeys: Bool) {
    lifetime = CacheLifetime(maxAge: maxAge)
    self.baseURL = baseURL
    self.hubs = hubs
    self.hasSurrogateKeys = hasSurrogateKeys
  }

  /// The fields of a document by the components of its path.
  func of(_ names: [String]) -> HTTPHeaders {
    let path = names.joined(separator: "/")
    var fields = common(path, Self.policy(path))
    if hasSurrogateKeys {
      fields.add(name: "Surrogate-Key", value: SurrogateKey.of(path: path, below: baseURL))
    }
    if MediaType.isFeedOrOutline(names) { Self.addCrossOriginAccess(to: &fields) }
    if !hubs.isEmpty, MediaType.isFeed(names), names.first != "archive" {
      // Subscribers discover hub and topic by these links (WebSub, section 4).
      for hub in hubs { fields.add(name: "Link", value: "<\(hub)>; rel=\"hub\"") }
      fields.add(name: "Link", value: "<\(baseURL)\(PercentCoding.encodedPath(path))>; rel=\"self\"")
    }
    return fields
  }

  private static func policy(_ path: String) -> String {
    guard path.hasSuffix(".html") else { return feedPolicy }
    return path == "index.html" ? startPagePolicy : otherPagePolicy
  }

  /// The fields of a document on demand, by its path and query.
  func ofDocumentOnDemand(_ target: String) -> HTTPHeaders {
    var fields = common(target, Self.feedPolicy)
    if hasSurrogateKeys {
      fields.add(name: "Surrogate-Key", value: SurrogateKey.of(address: baseURL + target))
    }
    Self.addCrossOriginAccess(to: &fields)
    return fields
  }

  private func common(_ path: String, _ policy: String) -> HTTPHeaders {
    var fields = HTTPHeaders()
    fields.reserveCapacity(16)
    fields.add(name: "Cache-Control", value: lifetime.field(of: path))
    // nginx removes this field. By it, nginx revalidates each time with the entity tag, and may still serve a stale document
    // when this server does not answer.
    fields.add(name: "X-Accel-Expires", value: "@1")
    fields.add(name: "Content-Security-Policy", value: policy)
    fields.add(name: "X-Content-Type-Options", value: "nosniff")
    return fields
  }

  // Scripts of any site may read feeds.
  private static func addCrossOriginAccess(to fields: inout HTTPHeaders) {
    fields.add(name: "Access-Control-Allow-Origin", value: "*")
    fields.add(name: "Access-Control-Expose-Headers", value: "ETag, Link")
  }
}
