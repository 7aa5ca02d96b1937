internal import Primitives

/// A source on a line of a Sources list: a link with or without a title and a note behind it, or a plain address.
struct SourceItem {
  /// The publisher's name, with the note behind the link; empty when there is only an address.
  var name: TextSlice
  /// The address as in the page, which may be invalid.
  var address: TextSlice
  /// Whether it is a picture, `![…](…)`, or a link that is named Cover Image, as the format names links to pictures.
  var isPicture: Bool
}

extension SourceItem {
  private typealias Bytes = UnsafeBufferPointer<UInt8>

  /// Parses a line; empty when it contains no address.
  /// - Parameter withNotes: whether the note behind a link belongs to its name.
  static func items(
    _ line: UnsafeBufferPointer<UInt8>, of file: TextSlice, withNotes: Bool = true
  ) -> [SourceItem] {
    let text = ListItem.withoutMark(line.trimmed).dropping(while: emphasis)
    guard text.holds("[", at: 0) || text.holds("![", at: 0) else {
      let anchors = anchors(text, of: file)
      return anchors.isEmpty ? bareItems(text, of: file) : anchors
    }
    return linkedItems(text, of: file, withNotes: withNotes)
  }

  // The links in brackets at the beginning of a text.
  private static func linkedItems(_ text: Bytes, of file: TextSlice, withNotes: Bool) -> [SourceItem] {
    var items: [SourceItem] = []
    var rest = text
    while let link = Link(rest) {
      let next = link.rest.lastIndex(of: "](http") == nil ? nil : link.rest.index(of: .leftBracket)
      let note = next.map { link.rest.slice(..<$0) } ?? link.rest
      let label = PlainText.clean(link.label, of: file)
      let isCover = label.withBytes { $0.count == 11 && $0.isLike("cover image") }
      items.append(
        SourceItem(
          name: withNotes ? name(label, note: note, isLast: next == nil) : label,
          address: PlainText.cleanAddress(link.address, of: file),
          isPicture: link.isPicture || isCover))
      guard let next else { break }
      rest = link.rest.slice(next...)
    }
    return items
  }

  // The label, and the note behind the link. Conjunctions between two links are no notes.
  private static func name(_ label: TextSlice, note: Bytes, isLast: Bool) -> TextSlice {
    let note = note.trimmed
    if note.isEmpty { return label }
    var text = PlainText.clean(String(decoding: note.filter { $0 != .asterisk }, as: UTF8.self))
    if !isLast {
      for conjunction in ["and", "&", ",", ";", "|", "/"] where text.hasSuffix(conjunction) {
        text = PlainText.clean(String(text.dropLast(conjunction.count)))
      }
    }
    guard text.contains(where: { $0.isLetter || $0.isNumber }), !label.isEmpty else { return label }
    let isAttached = text.first.map { ",;:.".contains($0) } ?? false
    return TextSlice(label.string + (isAttached ? "" : " ") + text)
  }

  // The links in HTML: `<a href="http://…">Name</a>`.
  private static func anchors(_ line: Bytes, of file: TextSlice) -> [SourceItem] {
    guard line.firstIndex(of: "<a ") != nil || line.firstIndex(of: "<A ") != nil else { return [] }
    let text = String(decoding: line, as: UTF8.self)
    let pattern = /(?i)<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))[^>]*>([^<]*)/
    return text.matches(of: pattern).map { match in
      let address = match.output.1 ?? match.output.2 ?? match.output.3 ?? ""
      return SourceItem(
        name: TextSlice(PlainText.clean(String(match.output.4))),
        address: TextSlice(PlainText.clean(String(address))), isPicture: false)
    }
  }

  // The addresses without brackets, each with its name.
  private static func bareItems(_ line: Bytes, of file: TextSlice) -> [SourceItem] {
    var items: [SourceItem] = []
    var rest = line
    while let mark = rest.firstIndex(of: "://"), rest.slice((mark + 3)...).firstIndex(of: "://") != nil {
      let end = rest.slice(mark...).index(of: .space).map { mark + $0 } ?? rest.count
      guard let item = bareItem(rest.slice(..<end), of: file) else { break }
      items.append(item)
      rest = rest.slice(end...).dropping(while: separators)
      if rest.holds("and ", at: 0) { rest = rest.slice(4...) }
    }
    if let last = bareItem(rest, of: file) { items.append(last) }
    return items
  }

  // An address without brackets: `<http://…>`, `http://…`, `Name: http://…`, `Name (http://…)`.
  private static func bareItem(_ line: Bytes, of file: TextSlice) -> SourceItem? {
    guard let range = addressRange(in: line) else { return nil }
    let address = PlainText.cleanAddress(line.slice(range), of: file)
    guard address.count > 0 else { return nil }
    let before = line.slice(..<range.lowerBound).dropping(fromEndWhile: beforeAddress)
    var name = PlainText.clean(before, of: file)
    if name.isEmpty {
      let after = line.slice(range.upperBound...).dropping(while: behindAddress)
      name = PlainText.clean(after, of: file)
    }
    return SourceItem(name: name, address: address, isPicture: false)
  }

  // The last address of a line without brackets.
  private static func addressRange(in line: Bytes) -> Range<Int>? {
    guard let mark = line.lastIndex(of: "://") else { return nil }
    var start = mark
    while start > 0, line[start - 1].isLetter { start -= 1 }
    var end = line.indices.first { $0 > mark && addressEnds.contains(line[$0]) } ?? line.count
    // A parenthesis around the address ends it.
    if start > 0, line[start - 1] == .leftParenthesis,
      let close = line.slice(start..<end).lastIndex(of: .rightParenthesis)
    {
      end = start + close
    }
    while end > mark, punctuation.contains(line[end - 1]) { end -= 1 }
    return start..<end
  }

  private static let emphasis = ByteSet("*_")
  private static let addressEnds = ByteSet(" \t>")
  private static let punctuation = ByteSet(".,;")
  // The characters between two addresses, between a name and its address, and between an address and its name.
  private static let separators = ByteSet(" \t,;|/")
  private static let beforeAddress = ByteSet(" :-(<[,")
  private static let behindAddress = ByteSet(" :-)>],.;")
}

extension SourceItem {
  // A link `[label](address "title")` at the beginning of a text.
  private struct Link {
    var label: Bytes
    var address: Bytes
    // The text behind the link.
    var rest: Bytes
    var isPicture: Bool

    // The two parts of a text behind `](`.
    private struct Target {
      var address: Bytes
      var rest: Bytes

      init(_ text: Bytes, address: Range<Int>, rest: Int) {
        self.address = text.slice(address)
        self.rest = text.slice(rest...)
      }
    }

    init?(_ text: Bytes) {
      isPicture = text.holds("![", at: 0)
      let text = isPicture ? text.slice(1...) : text
      guard text.holds("[", at: 0), let end = Self.endOfLabel(text) else { return nil }
      label = text.slice(1..<end)
      let target = Self.target(text.slice((end + 2)...))
      address = target.address
      rest = target.rest
    }

    // The index of the `](` that ends the label. Labels contain brackets and links, so that it is the last one, unless there are
    // several links side by side.
    private static func endOfLabel(_ text: Bytes) -> Int? {
      guard let last = text.lastIndex(of: "](http") ?? text.lastIndex(of: "](") else { return nil }
      var depth = 0
      for (index, byte) in text.enumerated() {
        if byte == .leftBracket { depth += 1 }
        if byte == .rightBracket { depth -= 1 }
        guard depth == 0 else { continue }
        if index < last, text.holds("](http", at: index) { return index }
        break
      }
      return last > 0 ? last : nil
    }

    // Splits a text behind `](` at the end of the link.
    private static func target(_ text: Bytes) -> Target {
      if text.first == .lessThanSign, let end = text.index(of: .greaterThanSign) {
        let close = text.slice(end...).index(of: .rightParenthesis).map { end + $0 } ?? text.count - 1
        return Target(text, address: 1..<end, rest: close + 1)
      }
      var depth = 0
      for (index, byte) in text.enumerated() {
        switch byte {
        case .leftParenthesis: depth += 1
        case .rightParenthesis where depth > 0: depth -= 1
        case .rightParenthesis where endsAddress(before: text.slice((index + 1)...)):
          return Target(text, address: 0..<index, rest: index + 1)
        case .space, .tab:
          guard let end = endOfTitle(text, from: index) else { break }
          return Target(text, address: 0..<index, rest: end)
        default: break
        }
      }
      let end = text.lastIndex(of: .rightParenthesis) ?? text.count
      return Target(text, address: 0..<end, rest: min(end + 1, text.count))
    }

    // Whether a parenthesis before a text ends an address. Parentheses in addresses are not escaped, so that blanks, punctuation or
    // emphasis must follow. 0xE2 begins dashes and quotation marks.
    private static func endsAddress(before rest: Bytes) -> Bool {
      rest.first.map { behindLink.contains($0) } ?? true
    }

    private static let behindLink = ByteSet(" \t,;.:(*_").union(ByteSet(0xE2...0xE2))

    // The index behind `"title")`, where blanks and a title begin at an index; `nil` when there is no title.
    private static func endOfTitle(_ text: Bytes, from index: Int) -> Int? {
      let start = index + text.slice(index...).prefix(while: \.isBlank).count
      let title = text.slice(start...).trimmed
      guard title.count > 2, let close = title.first.flatMap(closer) else { return nil }
      var place = start + 1
      while place < text.count {
        guard let next = text.slice(place...).index(of: close) else { return nil }
        var end = place + next + 1
        while end < text.count, text[end] == .space { end += 1 }
        if end < text.count, text[end] == .rightParenthesis { return end + 1 }
        place += next + 1
      }
      return nil
    }

    // The character that ends a title.
    private static func closer(of opener: UInt8) -> UInt8? {
      switch opener {
      case .quotationMark, .apostrophe: opener
      case .leftParenthesis: .rightParenthesis
      default: nil
      }
    }
  }
}
