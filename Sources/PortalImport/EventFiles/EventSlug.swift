internal import Foundation
internal import Primitives

/// The file names of events, without the extension.
enum EventSlug {
  // The bytes of the title of which a slug is made.
  private static let mostBytes = 140

  /// The slug of a title that is not in use: the beginning of the title in lower-case letters of ASCII, with hyphens between words,
  /// and a number where another event has that name.
  /// - Parameter used: the slugs in use, in lower case.
  static func unused(for title: String, besides used: Set<String>) -> String {
    let slug = slug(title)
    var unused = slug
    var number = 1
    while used.contains(unused) || unused == "index" || unused == "readme" {
      number += 1
      unused = "\(slug)-\(number)"
    }
    return unused
  }

  private static func slug(_ title: String) -> String {
    var slug: [UInt8] = []
    for byte in letters(title).utf8.prefix(mostBytes) {
      let byte = byte.lowercased
      if byte.isLetter || byte.isDigit {
        slug.append(byte)
      } else if let last = slug.last, last != .hyphen {
        slug.append(.hyphen)
      }
    }
    if slug.last == .hyphen { slug.removeLast() }
    return slug.isEmpty ? "event" : String(decoding: slug, as: UTF8.self)
  }

  // A text with letters of ASCII instead of letters with accents. Marks inside words, such as apostrophes beyond ASCII, are blanks.
  private static func letters(_ title: String) -> String {
    if title.utf8.allSatisfy({ $0 < 0x80 }) { return title }
    let latin = title.applyingTransform(.toLatin, reverse: false) ?? title
    let plain = latin.applyingTransform(StringTransform("Latin-ASCII"), reverse: false) ?? latin
    return plain.applyingTransform(.stripDiacritics, reverse: false) ?? plain
  }
}
