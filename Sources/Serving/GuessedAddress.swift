internal import Syndication

/// Addresses at which people and programs look for the feed of a site, because other sites have it there.
enum GuessedAddress {
  /// The format of the feed of all events to which an address leads, by the components of its path; `nil` for other addresses.
  /// - Parameter formats: the published formats.
  static func format(at names: [String], among formats: [FeedFormat]) -> FeedFormat? {
    let names = names.last == "" ? names.dropLast() : names[...]
    func published(_ format: FeedFormat) -> FeedFormat? { formats.first { $0 == format } }
    return switch names.joined(separator: "/") {
    case "feed", "feed.xml", "index.xml": formats.first
    case "rss", "rss.xml": published(.rss) ?? formats.first
    case "atom.xml": published(.atom) ?? formats.first
    case "feed.json", "feed/json": published(.json)
    case "feed/atom": published(.atom)
    case "feed/rss": published(.rss)
    default: nil
    }
  }
}
