internal import Primitives

/// A line that begins a section of an event file: `### Sources:` as the format has it, or what people write for it, such as
/// `## sources`, `**Sources:**`, `Sources:` over a list, or a line underlined with hyphens.
struct SectionHeading {
  /// A section by what its items are.
  enum Kind {
    case sources, changes, related
    /// A section that the format does not know, with its heading's text.
    case unknown(String)
  }

  /// The section.
  let kind: Kind
  /// Items that follow on the same line.
  var items = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  /// Whether the next line only underlines this one.
  var isUnderlined = false
  /// The heading's text when it is no name of the format, and only what follows says what it is.
  var misspelling: String?

  /// Reads a line; `ahead` is the text behind it. `nil` for a line that begins no section.
  /// - Parameter isInList: whether the line is in a section of items, where any other heading ends these.
  init?(_ line: PageText.Line, before ahead: PageText, isInList: Bool) {
    let bytes = Self.withoutItemMark(line.bytes.trimmed)
    guard let first = bytes.first, Self.mayBegin(first) else { return nil }
    let level = bytes.prefix { $0 == 0x23 }.count
    if level > 0, level <= 6 {
      self.init(heading: bytes.slice(level...), level: level, before: ahead, isInList: isInList)
    } else if level == 0 {
      self.init(text: bytes, before: ahead)
    } else {
      return nil
    }
  }

  private init(kind: Kind) { self.kind = kind }

  /// Whether a line names sources and has no links: `Sources: BBC, CNN`.
  static func isWithoutLinks(_ line: PageText.Line) -> Bool {
    let bytes = withoutItemMark(line.bytes.trimmed)
    guard let first = bytes.first, mayBegin(first), first != 0x23 else { return false }
    let (name, items) = parts(of: bytes)
    guard case .sources? = kind(name) else { return false }
    return arePublishers(items)
  }
}

extension SectionHeading {
  private typealias Bytes = UnsafeBufferPointer<UInt8>

  // A line without the mark of a list before a name that is emphasised or begins a word: `- **Sources:**`.
  private static func withoutItemMark(_ line: Bytes) -> Bytes {
    guard let first = line.first, first == 0x2D || first == 0x2A || first == 0x2B, line.holds(" ", at: 1)
    else {
      return line
    }
    let text = line.slice(2...).trimmed
    return text.first.map { $0 != 0x23 && mayBegin($0) } ?? false ? text : line
  }

  // `#`, a mark of emphasis, or the first letter of a known name: nearly no line of a page begins so.
  private static func mayBegin(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x23, 0x2A, 0x5F, 0x53, 0x73, 0x43, 0x63, 0x52, 0x72: true
    default: false
    }
  }

  // `###` and what follows it.
  private init?(heading: Bytes, level: Int, before ahead: PageText, isInList: Bool) {
    let (name, items) = Self.parts(of: heading.trimmed)
    if let kind = Self.kind(name), items.isEmpty || Self.isItem(items) || Self.arePublishers(items) {
      self.init(kind: kind)
      self.items = items
      return
    }
    guard heading.first == 0x20 || heading.first == 0x09 else { return nil }
    let text = PlainText.clean(String(decoding: heading, as: UTF8.self))
    if let kind = Self.kind(like: name), Self.isFollowedByItem(ahead, of: kind) {
      self.init(kind: kind)
      misspelling = text
    } else if level == 3 && text.hasSuffix(":") || isInList {
      self.init(kind: .unknown(text))
    } else {
      return nil
    }
  }

  // A line without `#`: emphasised, underlined, or ended by a colon.
  private init?(text: Bytes, before ahead: PageText) {
    let (name, items) = Self.parts(of: text)
    guard let kind = Self.kind(name) else { return nil }
    self.init(kind: kind)
    if !items.isEmpty {
      guard Self.areItems(items, of: kind) else { return nil }
      self.items = items
      return
    }
    var next = ahead
    if let line = next.next(), Self.isUnderline(line.bytes.trimmed) {
      isUnderlined = true
      return
    }
    let isMarked = text.first.map { $0 == 0x2A || $0 == 0x5F } ?? false
    guard isMarked || Self.endsInColon(text), Self.isFollowedByItem(ahead) else { return nil }
  }

  // With marks around it.
  private static let longestName = 40

  // The name in small letters, without marks of emphasis, closing `#` and a colon; and what follows the colon.
  private static func parts(of text: Bytes) -> (name: String, items: Bytes) {
    let colon = text.index(of: 0x3A)
    let head = colon.map { text.slice(..<$0) } ?? text
    if head.count > longestName { return ("", text.slice(text.count...)) }
    let name = String(decoding: head.filter { $0 != 0x2A && $0 != 0x5F && $0 != 0x23 }, as: UTF8.self)
      .replacing("\u{FF1A}", with: "")
    var rest = colon.map { text.slice(($0 + 1)...) } ?? text.slice(text.count...)
    while let byte = rest.first, byte == 0x2A || byte == 0x5F || byte == 0x20 || byte == 0x09 || byte == 0x23
    {
      rest = rest.slice(1...)
    }
    return (PlainText.clean(name).lowercased(), rest.trimmed)
  }

  private static let names: [String: Kind] = [
    "source": .sources, "sources": .sources, "source(s)": .sources,
    "change": .changes, "changes": .changes, "change(s)": .changes, "title changes": .changes,
    "related": .related, "related event": .related, "related events": .related, "related news": .related,
    "related stories": .related, "related articles": .related, "related pages": .related,
  ]

  private static func kind(_ name: String) -> Kind? { names[name] }

  // The section that a name means that is no name of the format: one that differs by a letter, or by two that changed places,
  // one of several words, or what others call it.
  private static func kind(like name: String) -> Kind? {
    if let kind = otherNames[name] { return kind }
    if let first = name.split(separator: " ").first, first.count < name.count, let kind = kind(String(first))
    {
      return kind
    }
    guard (5...10).contains(name.utf8.count) else { return nil }
    let known: [(String, Kind)] = [
      ("sources", .sources), ("source", .sources), ("changes", .changes), ("related", .related),
    ]
    return known.first { differByOneLetter(Array(name.utf8), Array($0.0.utf8)) }?.1
  }

  private static let otherNames: [String: Kind] = ["references": .sources, "see also": .related]

  private static func differByOneLetter(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    let start = zip(left, right).prefix { $0 == $1 }.count
    let (left, right) = (left.dropFirst(start), right.dropFirst(start))
    if left.dropFirst().elementsEqual(right) || left.elementsEqual(right.dropFirst()) { return true }
    if left.dropFirst().elementsEqual(right.dropFirst()) { return true }
    return left.count > 1 && right.count > 1 && left.prefix(2).elementsEqual(right.prefix(2).reversed())
      && left.dropFirst(2).elementsEqual(right.dropFirst(2))
  }

  private static func endsInColon(_ text: Bytes) -> Bool {
    text.last == 0x3A || text.count > 3 && text.holds("\u{FF1A}", at: text.count - 3)
  }

  private static func isUnderline(_ text: Bytes) -> Bool {
    guard text.count >= 2, let mark = text.first, mark == 0x2D || mark == 0x3D else { return false }
    return text.allSatisfy { $0 == mark }
  }

  private static func isFollowedByItem(_ ahead: PageText, of kind: Kind? = nil) -> Bool {
    var ahead = ahead
    while let line = ahead.next() {
      guard line.isBlank else {
        let isOfKind =
          switch kind {
          case .sources: line.bytes.lastIndex(of: "://") != nil
          case .changes, .related: line.bytes.lastIndex(of: "](/news/") != nil
          case .unknown, nil: true
          }
        return isOfKind && isItem(line.bytes.trimmed)
      }
    }
    return false
  }

  // Whether a text is items of a section to its end.
  private static func areItems(_ text: Bytes, of kind: Kind) -> Bool {
    let last = text.last == 0x2E ? text.slice(..<(text.count - 1)) : text
    if isItem(text) { return last.last == 0x29 || last.last == 0x3E }
    guard case .sources = kind, let mark = last.lastIndex(of: "://") else { return false }
    return last.slice(mark...).index(of: 0x20) == nil
  }

  // Whether a text is likely names of publishers and no sentence: no link, and words that begin with capitals.
  private static func arePublishers(_ text: Bytes) -> Bool {
    guard text.count <= 400, text.lastIndex(of: "://") == nil, text.lastIndex(of: "](") == nil else {
      return false
    }
    let words = String(decoding: text.filter { $0 != 0x2A && $0 != 0x5F }, as: UTF8.self).split {
      $0.isWhitespace || ",;/|&".contains($0)
    }
    return !words.isEmpty
      && words.allSatisfy { word in
        word.first.map { $0.isUppercase || $0.isNumber || !$0.isASCII } ?? false
          || joints.contains(word.lowercased())
          || word.contains(".") && !word.hasSuffix(".")
      } && words.contains { !joints.contains($0.lowercased()) }
  }

  private static let joints: Set<String> = [
    "and", "of", "the", "for", "in", "on", "via", "et", "und", "y", "de", "la", "le", "der", "die", "das",
    "del", "al",
  ]

  // Whether a text begins as an item of a section does: with a link, or with a list's mark and a link further on.
  private static func isItem(_ text: Bytes) -> Bool {
    let rest = ListItem.withoutMark(text)
    if rest.holds("[", at: 0) || rest.holds("<http", at: 0) || rest.holds("http", at: 0) { return true }
    return rest.count < text.count && (rest.lastIndex(of: "](") != nil || rest.lastIndex(of: "://") != nil)
  }
}
