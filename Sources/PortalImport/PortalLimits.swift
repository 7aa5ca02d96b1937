internal import Primitives

/// The limits of day pages and of the event files that are made of them. They are far above what the pages contain.
enum PortalLimits {
  /// The largest input, in bytes.
  static let inputBytes = 16 << 20
  /// The longest line, and the longest item of a list, in bytes. The rest of a longer one is left out.
  static let lineBytes = 65_536
  /// The largest number of headings and items of one day.
  static let elements = 10_000
  /// The largest number of events of one day.
  static let events = 500
  /// The words of an event that are compared with those of others.
  static let comparedWords = 300
  /// The largest number of problems that are reported of one input.
  static let problems = 100
  /// The text that is divided into a title and a summary, in characters.
  static let titleCharacters = 180
  /// The longest title, in bytes in feeds.
  static let titleBytes = 1_900
  /// The longest summary, in bytes in feeds.
  static let summaryBytes = 24_000
  /// The largest number of sources of an event.
  static let sources = 50
  /// The bytes of all sources of an event.
  static let sourceBytes = 24_000
  /// The longest address, in bytes.
  static let addressBytes = 2_000
  /// The largest number of names of an event.
  static let names = 100
  /// The longest name, in bytes in feeds.
  static let nameBytes = 200
  /// The largest number of former titles in a file.
  static let formerTitles = 9

  /// The bytes of a text in feeds, where some characters are escaped.
  static func feedBytes(_ text: String) -> Int {
    text.utf8.reduce(0) { sum, byte in
      switch byte {
      case .ampersand: sum + 5
      case .quotationMark: sum + 6
      case .lessThanSign, .greaterThanSign: sum + 4
      case .backslash: sum + 2
      default: sum + 1
      }
    }
  }

  /// The beginning of a text within a limit of bytes in feeds, up to the end of a word, with an ellipsis; the text itself if it is
  /// within the limit.
  static func cut(_ text: String, toFeedBytes limit: Int) -> String {
    guard feedBytes(text) > limit else { return text }
    var size = 0
    let beginning = text.prefix { character in
      size += feedBytes(String(character))
      return size <= limit - 3
    }
    let words = beginning.lastIndex(of: " ").map { beginning[..<$0] } ?? beginning
    return words + "…"
  }
}
