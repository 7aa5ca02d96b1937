/// The time for which caches may use documents.
package struct CacheLifetime: Sendable {
  private let maxAge: Int

  /// Makes the lifetime.
  /// - Parameter maxAge: the mean max-age of documents, in seconds.
  package init(maxAge: Int) { self.maxAge = maxAge }

  /// The value of Cache-Control (RFC 9111, section 5.2) of the document at a path.
  ///
  /// max-age varies by path, so that readers that start together do not all return at once. It is constant for a path, so that the
  /// field does not change between responses.
  package func field(of path: String) -> String {
    let hash = path.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    let age = maxAge + Int(hash % 2001) * maxAge / 10_000 - maxAge / 10
    return "public, max-age=\(age), stale-while-revalidate=\(2 * maxAge)"
  }
}
