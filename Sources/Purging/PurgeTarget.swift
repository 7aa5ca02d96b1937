/// A cache, or a service in front of caches, that is told which addresses have changed.
package struct PurgeTarget: Hashable, Sendable {
  /// The method by which an HTTP cache is purged.
  package enum Method: String, CaseIterable, Sendable {
    /// One request for each address.
    case purge = "PURGE"
    /// One request for many addresses: a regular expression that matches exactly these.
    case ban = "BAN"
  }

  /// The kinds of targets.
  package enum Kind: Hashable, Sendable {
    /// An HTTP cache: Varnish or nginx.
    case http(Method)
    /// Fastly, which is purged by surrogate keys.
    case fastly(service: String)
    /// Cloudflare, which is purged by addresses; more than `limit` at once purge the whole zone.
    case cloudflare(zone: String, limit: Int)
    /// A server that gets a list of addresses, `batch` at most in one request.
    case webhook(batch: Int)
  }

  /// The kind.
  package var kind: Kind
  /// The URL of the cache, of the API or of the webhook.
  package var url: String
  /// The token of an API, or the key of a webhook's signatures.
  package var secret: PurgeSecret?

  /// The URL of Fastly's API.
  package static let fastlyURL = "https://api.fastly.com"
  /// The URL of Cloudflare's API.
  package static let cloudflareURL = "https://api.cloudflare.com/client/v4"

  /// Makes a target.
  package init(_ kind: Kind, url: String, secret: PurgeSecret? = nil) {
    self.kind = kind
    self.url = url
    self.secret = secret
  }

  /// Identifies the target in the queue. It has no secret, but a webhook's URL may have one in its query.
  package var id: String {
    switch kind {
    case .http, .webhook: url
    case .fastly(let service): "\(base)/service/\(service)"
    case .cloudflare(let zone, _): "\(base)/zones/\(zone)"
    }
  }

  /// The target for messages: its URL without query.
  package var name: String { String(id.prefix { $0 != "?" }) }

  /// Whether it is purged by surrogate keys, which responses must have.
  package var usesSurrogateKeys: Bool {
    if case .fastly = kind { true } else { false }
  }

  // The URL without a slash at its end.
  var base: String { url.hasSuffix("/") ? String(url.dropLast()) : url }
}
