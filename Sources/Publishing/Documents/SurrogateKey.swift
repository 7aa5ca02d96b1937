internal import Primitives

/// The keys by which a cache removes documents: the field `Surrogate-Key` of responses has them, and so has a request to purge.
package enum SurrogateKey {
  /// The key of the document at an address. All addresses of a document have the same key; those with a query have that of the address
  /// without it.
  package static func of(address: String) -> String {
    let address = address.prefix { $0 != "?" }
    return key(decoded(address) + (address.hasSuffix("/") ? PagePath.directoryPage : ""))
  }

  /// The key of a document by its path below the URL of the site.
  package static func of(path: String, below baseURL: String) -> String { key(decoded(baseURL[...]) + path) }

  // 64 bits: of a million documents, two have the same key at odds of one to 37 million, and are then purged together.
  private static func key(_ address: String) -> String {
    String(ContentDigest(address).hexadecimal.prefix(16))
  }

  // An address with an invalid escape is left as it is.
  private static func decoded(_ address: Substring) -> String {
    do throws(PercentCoding.DecodingError) {
      return try PercentCoding.decoded(address)
    } catch {
      return String(address)
    }
  }
}
