internal import Foundation
internal import Primitives

/// The address of an article about a thing, by which it is the same thing under any name: an item of Wikidata, an article of Wikipedia
/// or a page of another site.
package struct ArticleAddress: Hashable, Sendable {
  /// The address, in one form for all addresses of the same article of Wikipedia or item of Wikidata.
  package let text: String

  // The longest address, in bytes.
  private static let mostBytes = 2_000

  /// Makes the address of a text: an http or https URL, or the number of an item of Wikidata, `Q79`; `nil` for other texts.
  package init?(_ text: String) {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    if Self.isItem(text) {
      self.text = "https://www.wikidata.org/wiki/\(text)"
      return
    }
    guard text.utf8.count <= Self.mostBytes, let parts = URLComponents(string: text),
      let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
      let host = parts.host?.lowercased(), !host.isEmpty, parts.user == nil, parts.password == nil,
      parts.port.map({ (1...65_535).contains($0) }) ?? true
    else { return nil }
    self.text = Self.wikiAddress(host: host, path: parts.path) ?? Self.address(parts)
  }

  /// Makes the address of an article of Wikipedia.
  /// - Parameters:
  ///   - wikipedia: the language of the Wikipedia, `en`.
  ///   - title: the title of the article.
  package init?(wikipedia language: String, title: String) {
    guard !title.isEmpty, let path = Self.encoded(title) else { return nil }
    text = "https://\(language).wikipedia.org/wiki/\(path)"
  }

  /// Makes the address that the fields of a thing give, `wikidata: Q79` or `sameAs: https://…`; `nil` when they give none.
  init?(fields: FrontMatterMapping) {
    for key in Self.keys {
      let values =
        switch fields[key]?.content {
        case .text(let text): [text]
        case .list(let items): items.compactMap(\.text)
        case .mapping, nil: [String]()
        }
      guard let address = values.lazy.compactMap({ Self($0) }).first else { continue }
      self = address
      return
    }
    return nil
  }

  /// The keys of the fields of a thing that give its address.
  static let keys = ["wikidata", "sameAs"]

  private static func isItem(_ text: some StringProtocol) -> Bool {
    text.utf8.first == UInt8(ascii: "Q") && (2...12).contains(text.utf8.count)
      && text.utf8.dropFirst().allSatisfy(\.isDigit)
  }

  // The address of a page of Wikipedia or Wikidata; `nil` for other pages.
  private static func wikiAddress(host: String, path: String) -> String? {
    var labels = host.split(separator: ".").filter { $0 != "m" }
    if labels.suffix(2) == ["wikidata", "org"] {
      guard let item = path.split(separator: "/").last, isItem(item) else { return nil }
      return "https://www.wikidata.org/wiki/\(item)"
    }
    guard labels.suffix(2) == ["wikipedia", "org"], labels.count == 3, path.hasPrefix("/wiki/") else {
      return nil
    }
    labels = Array(labels.prefix(1))
    return encoded(String(path.dropFirst(6))).map { "https://\(labels[0]).wikipedia.org/wiki/\($0)" }
  }

  // A title in the path of an address.
  private static func encoded(_ title: String) -> String? {
    title.replacing(" ", with: "_").addingPercentEncoding(withAllowedCharacters: allowed)
  }

  private static let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "()'"))

  // An address of another site, without fragment.
  private static func address(_ parts: URLComponents) -> String {
    var parts = parts
    parts.fragment = nil
    parts.scheme = parts.scheme?.lowercased()
    parts.host = parts.host?.lowercased()
    return parts.string ?? ""
  }
}
