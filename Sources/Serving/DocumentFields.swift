internal import NIOHTTP1

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
  func of(_ names: [String]) -> HTTPHeaders {
    let path = names.joined(separator: "/")
    let isPage = names.last?.hasSuffix(".html") ?? false
    let isForPrograms = MediaType.isForPrograms(names)
    var fields = common(path, isPage ? Self.pagePolicy : Self.feedPolicy, isForPrograms: isForPrograms)
    if !hubs.isEmpty, MediaType.isFeed(names), names.first != "archive" {
      // Where WebSub's subscribers find hub and topic (section 4).
      for hub in hubs { fields.add(name: "Link", value: "<\(hub)>; rel=\"hub\"") }
      fields.add(name: "Link", value: "<\(baseURL)\(path)>; rel=\"self\"")
    }
    return fields
  }

  /// The fields of a feed that is made on demand, by its path and query.
  func ofFeed(_ path: String) -> HTTPHeaders { common(path, Self.feedPolicy, isForPrograms: true) }

  private func common(_ path: String, _ policy: String, isForPrograms: Bool) -> HTTPHeaders {
    // Readers that began together shall not come back together. The same for ever, so that nothing changes for caches.
    let hash = path.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    let age = maxAge + Int(hash % 2001) * maxAge / 10_000 - maxAge / 10
    var fields = HTTPHeaders()
    fields.reserveCapacity(16)
    fields.add(name: "Cache-Control", value: "public, max-age=\(age), stale-while-revalidate=\(2 * maxAge)")
    // nginx asks again each time, as it can with the entity tag, and may keep a document for when it gets no answer; it takes
    // this field out.
    fields.add(name: "X-Accel-Expires", value: "@1")
    fields.add(name: "Content-Security-Policy", value: policy)
    fields.add(name: "X-Content-Type-Options", value: "nosniff")
    if isForPrograms {
      fields.add(name: "Access-Control-Allow-Origin", value: "*")
      fields.add(name: "Access-Control-Expose-Headers", value: "ETag, Link")
    }
    return fields
  }
}
