internal import Primitives

/// The countries of news sites, by their hosts.
struct NewsSites {
  /// The country of a news site.
  struct Home {
    /// The code of the country.
    let code: String
    /// Whether the site reports from one region.
    let isLocal: Bool
  }

  // Top-level domains of countries that sites of any country use.
  private static let generic: Set<String> = [
    "ac", "ai", "am", "bz", "cc", "co", "fm", "gg", "gl", "im", "io", "la", "ly", "me", "ms", "mu", "nu",
    "ps",
    "pw", "sc", "sh", "so", "st", "su", "tk", "to", "tv", "vc", "vg", "ws",
  ]

  private let homes: [String: Home]

  /// Makes a table of hosts. If several rows have the same host, the last defines its home.
  init(_ hosts: [GazetteerTables.NewsHost]) {
    homes = Dictionary(
      hosts.map { ($0.name, Home(code: $0.code, isLocal: $0.isLocal)) }, uniquingKeysWith: { $1 })
  }

  /// The country of the site of a URL; `nil` when it is not known.
  func home(ofAddress address: TextSlice) -> Home? {
    guard let host = Self.host(of: address.string) else { return nil }
    var domain = host[...]
    while true {
      if let home = homes[String(domain)] { return home }
      guard let dot = domain.firstIndex(of: ".") else { break }
      domain = domain[domain.index(after: dot)...]
    }
    let code = domain == "uk" ? "GB" : domain.uppercased()
    guard code.utf8.count == 2, !Self.generic.contains(String(domain)) else { return nil }
    return Home(code: code, isLocal: false)
  }

  // The host of a URL, in small letters.
  private static func host(of address: String) -> String? {
    guard let scheme = address.firstRange(of: "://") else { return nil }
    let authority = address[scheme.upperBound...].prefix { !"/?#".contains($0) }
    let host = authority.split(separator: "@").last?.split(separator: ":").first
    return host?.lowercased()
  }
}
