internal import HTTPTypes

extension HTTPField.Name {
  /// Link (RFC 8288).
  static let link = Self("Link")!
}

/// What is said of documents in the fields of a response, beside what tells of their bytes.
struct DocumentFields: Sendable {
  private let maxAge: Int
  private let baseURL: String
  private let hubs: [String]

  // The page loads what lies beside it, and nothing else.
  private static let pagePolicy = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'
    """
  // A browser that shows a feed loads its stylesheet.
  private static let feedPolicy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'"

  /// Makes the fields of a site's documents; others may keep these for `maxAge` seconds, more or less.
  init(maxAge: Int, baseURL: String, hubs: [String]) {
    (self.maxAge, self.baseURL, self.hubs) = (maxAge, baseURL, hubs)
  }

  /// The fields of a document by the names that lead to it.
  func of(_ names: [String]) -> HTTPFields {
    var fields = common(path: names.joined(separator: "/"), isForPrograms: MediaType.isForPrograms(names))
    if names.last?.hasSuffix(".html") ?? false { fields[.contentSecurityPolicy] = Self.pagePolicy }
    if MediaType.isFeed(names), names.first != "archive" { link(names.joined(separator: "/"), &fields) }
    return fields
  }

  /// The fields of a feed that is made on demand, by its path and query.
  func ofFeed(_ path: String) -> HTTPFields { common(path: path, isForPrograms: true) }

  private func common(path: String, isForPrograms: Bool) -> HTTPFields {
    // Readers that began together shall not come back together. The same for ever, so that nothing changes for caches.
    let hash = path.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    let age = maxAge + Int(hash % 2001) * maxAge / 10_000 - maxAge / 10
    var fields: HTTPFields = [
      .cacheControl: "public, max-age=\(age), stale-while-revalidate=\(2 * maxAge)",
      .contentSecurityPolicy: Self.feedPolicy, .xContentTypeOptions: "nosniff",
    ]
    if isForPrograms {
      fields[.accessControlAllowOrigin] = "*"
      fields[.accessControlExposeHeaders] = "ETag, Link"
    }
    return fields
  }

  // Where WebSub's subscribers find hub and topic (section 4).
  private func link(_ path: String, _ fields: inout HTTPFields) {
    for hub in hubs { fields.append(HTTPField(name: .link, value: "<\(hub)>; rel=\"hub\"")) }
    if !hubs.isEmpty { fields.append(HTTPField(name: .link, value: "<\(baseURL)\(path)>; rel=\"self\"")) }
  }
}
