internal import Primitives

/// A line that begins a section of an event file: `### Sources:`, or a common variant such as `## sources`, `**Sources:**`, `Sources:`
/// above a list, or an underlined line.
struct SectionHeading {
  /// The kind of a section's items.
  enum Kind {
    case sources, changes, related, articles
    /// A section that is no part of the format, with its heading.
    case unknown(String)
  }

  /// The kind of the section.
  let kind: Kind
  /// The items on the same line.
  var items = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  /// Whether the next line underlines this one.
  var isUnderlined = false
  /// The heading's text if it is no name of the format, so that the section's kind was inferred.
  var misspelling: String?

  /// Parses a line; `nil` for a line that begins no section.
  /// - Parameters:
  ///   - ahead: the text behind the line.
  ///   - isInList: whether the line is in a section of items, which any heading ends.
  init?(_ line: PageText.Line, before ahead: PageText, isInList: Bool) {
    let bytes = Self.withoutItemMark(line.bytes.trimmed)
    guard let first = bytes.first, Self.mayBegin(first) else { return nil }
    let level = bytes.prefix { $0 == .numberSign }.count
    if level > 0, level <= 6 {
      self.init(heading: bytes.slice(level...), level: level, before: ahead, isInList: isInList)
    } else if level == 0 {
      self.init(text: bytes, before: ahead)
    } else {
      return nil
    }
  }

  private init(kind: Kind) { self.kind = kind }

  /// Whether a line is a list of sources without links: `Sources: BBC, CNN`.
  static func isWithoutLinks(_ line: PageText.Line) -> Bool {
    let bytes = withoutItemMark(line.bytes.trimmed)
    guard let first = bytes.first, mayBegin(first), first != .numberSign else { return false }
    let parts = parts(of: bytes)
    guard case .sources? = names[parts.name] else { return false }
    return arePublishers(parts.items)
  }
}

extension SectionHeading {
  private typealias Bytes = UnsafeBufferPointer<UInt8>

  // A line without the mark of a list before a possible name: `- **Sources:**`.
  private static func withoutItemMark(_ line: Bytes) -> Bytes {
    guard let first = line.first, itemMarks.contains(first), line.holds(" ", at: 1) else { return line }
    let text = line.slice(2...).trimmed
    guard let next = text.first, next != .numberSign, mayBegin(next) else { return line }
    return text
  }

  private static let itemMarks = ByteSet("-*+")

  // A fast test that excludes nearly all lines: a heading begins with `#`, emphasis, or the first letter of a known name.
  private static func mayBegin(_ byte: UInt8) -> Bool { firstCharacters.contains(byte) }

  private static let firstCharacters = ByteSet("#*_SsCcRr")

  // Parses the text behind `###`.
  private init?(heading: Bytes, level: Int, before ahead: PageText, isInList: Bool) {
    let parts = Self.parts(of: heading.trimmed)
    let items = parts.items
    if let kind = Self.names[parts.name], items.isEmpty || Self.isItem(items) || Self.arePublishers(items) {
      self.init(kind: kind)
      self.items = items
      return
    }
    guard heading.first?.isBlank ?? false else { return nil }
    let text = PlainText.clean(String(decoding: heading, as: UTF8.self))
    if let kind = Self.kind(like: parts.name), Self.isFollowedByItem(ahead, of: kind) {
      self.init(kind: kind)
      misspelling = text
    } else if level == 3 && text.hasSuffix(":") || isInList {
      self.init(kind: .unknown(text))
    } else {
      return nil
    }
  }

  // Parses a line without `#`: emphasized, underlined, or with a colon at its end.
  private init?(text: Bytes, before ahead: PageText) {
    let parts = Self.parts(of: text)
    guard let kind = Self.names[parts.name] else { return nil }
    self.init(kind: kind)
    if !parts.items.isEmpty {
      guard Self.areItems(parts.items, of: kind) else { return nil }
      items = parts.items
      return
    }
    var next = ahead
    if let line = next.next(), Self.isUnderline(line.bytes.trimmed) {
      isUnderlined = true
      return
    }
    let isEmphasized = text.first.map(Self.emphasis.contains) ?? false
    guard isEmphasized || Self.endsInColon(text), Self.isFollowedByItem(ahead) else { return nil }
  }

  private static let emphasis = ByteSet("*_")
  private static let decoration = ByteSet("*_#")
  private static let decorationOrBlank = ByteSet("*_# \t")

  // The two parts of a heading.
  private struct Parts {
    // The text before the colon in lower case, without emphasis and closing `#`.
    var name: String
    // The text behind the colon.
    var items: Bytes
  }

  // The longest name with its emphasis, in bytes.
  private static let longestName = 40

  private static func parts(of text: Bytes) -> Parts {
    let colon = text.index(of: .colon) ?? text.count
    let end = text.slice(text.count...)
    if colon > longestName { return Parts(name: "", items: end) }
    let letters = text.slice(..<colon).filter { !decoration.contains($0) }
    let rest = colon < text.count ? text.slice((colon + 1)...) : end
    return Parts(name: name(ofLetters: letters), items: rest.dropping(while: decorationOrBlank).trimmed)
  }

  private static func name(ofLetters letters: [UInt8]) -> String {
    // Most names are one word in ASCII. Cleaning them all takes 1 % of the time of a build.
    if letters.allSatisfy(\.isLetter) { return String(decoding: letters.map { $0 | 0x20 }, as: UTF8.self) }
    let name = String(decoding: letters, as: UTF8.self).replacing("\u{FF1A}", with: "")
    return PlainText.clean(name).lowercased()
  }

  private static let names: [String: Kind] = [
    "source": .sources, "sources": .sources, "source(s)": .sources,
    "change": .changes, "changes": .changes, "change(s)": .changes, "title changes": .changes,
    "related": .related, "related event": .related, "related events": .related, "related news": .related,
    "article": .articles, "articles": .articles, "related stories": .related, "related articles": .related,
    "related pages": .related,
  ]

  // The kind of a section whose name is not of the format: a name with a typing error, with further words, or a synonym.
  private static func kind(like name: String) -> Kind? {
    if let kind = synonyms[name] { return kind }
    if let first = name.split(separator: " ").first, first.count < name.count, let kind = names[String(first)]
    {
      return kind
    }
    guard (5...10).contains(name.utf8.count) else { return nil }
    let known: [(String, Kind)] = [
      ("sources", .sources), ("source", .sources), ("changes", .changes), ("related", .related),
      ("articles", .articles), ("article", .articles),
    ]
    return known.first { differByOneLetter(Array(name.utf8), Array($0.0.utf8)) }?.1
  }

  private static let synonyms: [String: Kind] = ["references": .sources, "see also": .related]

  // Whether two words differ by one letter that was added, omitted or replaced, or by two that were exchanged.
  private static func differByOneLetter(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    let start = zip(left, right).prefix { $0 == $1 }.count
    let left = left.dropFirst(start)
    let right = right.dropFirst(start)
    if left.dropFirst().elementsEqual(right) || left.elementsEqual(right.dropFirst()) { return true }
    if left.dropFirst().elementsEqual(right.dropFirst()) { return true }
    return left.count > 1 && right.count > 1 && left.prefix(2).elementsEqual(right.prefix(2).reversed())
      && left.dropFirst(2).elementsEqual(right.dropFirst(2))
  }

  private static func endsInColon(_ text: Bytes) -> Bool {
    text.last == .colon || text.count > 3 && text.holds("\u{FF1A}", at: text.count - 3)
  }

  private static func isUnderline(_ text: Bytes) -> Bool {
    guard text.count >= 2, let mark = text.first, mark == .hyphen || mark == .equalsSign else { return false }
    return text.allSatisfy { $0 == mark }
  }

  // Whether the next line that is not blank is an item, and of a kind if one is given.
  private static func isFollowedByItem(_ ahead: PageText, of kind: Kind? = nil) -> Bool {
    var ahead = ahead
    while let line = ahead.next() {
      guard line.isBlank else {
        let isOfKind =
          switch kind {
          case .sources: line.bytes.lastIndex(of: "://") != nil
          case .changes, .related: line.bytes.lastIndex(of: "](/news/") != nil
          case .articles, .unknown, nil: true
          }
        return isOfKind && isItem(line.bytes.trimmed)
      }
    }
    return false
  }

  // Whether a text consists of items of a section.
  private static func areItems(_ text: Bytes, of kind: Kind) -> Bool {
    let items = text.last == .fullStop ? text.slice(..<(text.count - 1)) : text
    if isItem(text) { return items.last == .rightParenthesis || items.last == .greaterThanSign }
    guard case .sources = kind, let mark = items.lastIndex(of: "://") else { return false }
    return items.slice(mark...).index(of: .space) == nil
  }

  // Whether a text is probably names of publishers, not a sentence: no link, and words that begin with upper-case letters.
  private static func arePublishers(_ text: Bytes) -> Bool {
    guard text.count <= 400, text.lastIndex(of: "://") == nil, text.lastIndex(of: "](") == nil else {
      return false
    }
    let plain = String(decoding: text.filter { !emphasis.contains($0) }, as: UTF8.self)
    let words = plain.split { $0.isWhitespace || ",;/|&".contains($0) }
    guard words.contains(where: { !joiningWords.contains($0.lowercased()) }) else { return false }
    return words.allSatisfy { word in
      if joiningWords.contains(word.lowercased()) { return true }
      if word.contains("."), !word.hasSuffix(".") { return true }
      return word.first.map { $0.isUppercase || $0.isNumber || !$0.isASCII } ?? false
    }
  }

  // The words between the names of publishers, and within them.
  private static let joiningWords: Set<String> = [
    "and", "of", "the", "for", "in", "on", "via", "et", "und", "y", "de", "la", "le", "der", "die", "das",
    "del", "al",
  ]

  // Whether a text begins like an item of a section: with a link, or with the mark of a list before a text with a link.
  private static func isItem(_ text: Bytes) -> Bool {
    let rest = ListItem.withoutMark(text)
    if rest.holds("[", at: 0) || rest.holds("<http", at: 0) || rest.holds("http", at: 0) { return true }
    return rest.count < text.count && (rest.lastIndex(of: "](") != nil || rest.lastIndex(of: "://") != nil)
  }
}
