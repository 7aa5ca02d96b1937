internal import Primitives

/// Platforms, chains, languages and sources in the words around a name.
extension NameContext {
  private static let media: Set<String> = [
    "page", "pages", "post", "posts", "account", "accounts", "video", "videos", "message", "messages",
    "group", "groups", "profile", "profiles", "live", "feed", "followers", "thread", "channel",
  ]
  private static let platforms: Set<String> = [
    "Facebook", "Instagram", "Twitter", "WhatsApp", "YouTube", "Snapchat",
  ]
  // What affects the company itself: `a fine on Facebook`.
  private static let measures: Set<String> = [
    "ban", "bans", "crackdown", "fine", "fines", "limits", "pressure", "restrictions", "sanctions", "tax",
    "taxes",
  ]

  /// Whether the name is only the medium of a message: `wrote on Facebook`, `his Twitter account`.
  var isMedium: Bool {
    guard Self.platforms.contains(name) else { return false }
    if let word = wordBefore(withCapital: false), ["on", "On", "via"].contains(word) {
      return !Self.measures.contains(wordBefore(word) ?? "")
    }
    return wordsAfter(atMost: 1).contains(where: Self.media.contains)
  }

  private static let branches: Set<String> = [
    "branch", "branches", "franchise", "location", "outlet", "outlets", "restaurant", "restaurants", "shop",
    "shops", "store", "stores", "supermarket", "supermarkets",
  ]

  /// Whether the name is that of the chain of a shop: `at a Starbucks store`.
  var isBranch: Bool {
    [" a ", " an ", "A ", "An ", " local "].contains(where: precedesName)
      && wordsAfter(atMost: 1).contains(where: Self.branches.contains)
  }

  private static let speaking: Set<String> = [
    "speak", "speaks", "spoke", "spoken", "speaking", "fluent", "learn",
  ]
  private static let spoken: Set<String> = ["and", "at", "fluently", "in", "or", "to", "well", "with"]

  /// Whether the name is that of a language: `shouted in Turkish`, `speaks French`.
  var isLanguage: Bool {
    guard let word = wordBefore(withCapital: false) else { return false }
    let next = wordsAfter(atMost: 1)
    if Self.speaking.contains(word) { return next.allSatisfy(Self.spoken.contains) }
    return ["in", "into", "In"].contains(word) && next.isEmpty && !precedesHyphen && !isListedBeforeName
  }

  private static let sources: Set<String> = [
    "agency", "broadcaster", "daily", "magazine", "newspaper", "radio", "tabloid", "television", "Journal",
    "TV",
  ]
  // What makes a source the voice of its country.
  private static let official: Set<String> = ["state", "state-run", "state-owned", "official", "government"]
  private static let reporting: Set<String> = [
    "alleges", "claimed", "claims", "quoted", "quotes", "reported", "reports", "said", "says", "writes",
    "wrote",
  ]
  // The most words up to the word for a source, and behind it up to a verb such as `reports`.
  private static let mostWords = 4

  /// Whether the name is that of the country of a source that only reports, and does not speak for it: `an Indonesian daily
  /// reports`.
  var isSource: Bool {
    let first = wordsAfter(atMost: Self.mostWords)
    guard first.contains(where: Self.sources.contains), !first.contains(where: Self.official.contains)
    else { return false }
    let words = wordsAfter(atMost: 2 * Self.mostWords)
    guard let source = words.firstIndex(where: Self.sources.contains) else { return false }
    let isSubject = words[(source + 1)...].prefix(Self.mostWords).contains(where: Self.reporting.contains)
    return isSubject || Self.quotes.contains(where: precedesName)
  }
}
