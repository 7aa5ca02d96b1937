internal import Primitives

/// A source on a line of a Sources list: a link with or without a title and a note behind it, or an address by itself.
struct SourceItem {
  /// The publisher's name, with the note behind the link; empty when there is only an address.
  var name: TextSlice
  /// The address as it is written, which may be none of the web.
  var address: TextSlice
  /// Whether it is a picture, `![…](…)`, or the link to one that the format calls Cover Image.
  var isPicture: Bool
}

extension SourceItem {
  private typealias Bytes = UnsafeBufferPointer<UInt8>

  /// The sources of a line; none when it holds no address.
  static func items(_ line: UnsafeBufferPointer<UInt8>, of file: TextSlice) -> [SourceItem] {
    var rest = ListItem.withoutMark(line.trimmed)
    while let byte = rest.first, byte == 0x2A || byte == 0x5F { rest = rest.slice(1...) }
    guard rest.holds("[", at: 0) || rest.holds("![", at: 0) else {
      let anchors = anchors(rest, of: file)
      return anchors.isEmpty ? bareItems(rest, of: file) : anchors
    }
    var items: [SourceItem] = []
    while let link = Link(rest) {
      let next = link.rest.lastIndex(of: "](http") == nil ? nil : link.rest.index(of: 0x5B)
      let note = next.map { link.rest.slice(..<$0) } ?? link.rest
      let label = PlainText.clean(link.label, of: file)
      let isCover = label.withBytes { $0.count == 11 && $0.isLike("cover image") }
      items.append(
        SourceItem(
          name: name(label, note: note, isLast: next == nil, of: file),
          address: PlainText.clean(link.address, of: file, keepsMarks: true),
          isPicture: link.isPicture || isCover))
      guard let next else { break }
      rest = link.rest.slice(next...)
    }
    return items
  }

  // The label, and what is said of it behind the link; joining words between two links say nothing.
  private static func name(_ label: TextSlice, note: Bytes, isLast: Bool, of file: TextSlice) -> TextSlice {
    let note = note.trimmed
    if note.isEmpty { return label }
    var text = PlainText.clean(String(decoding: note.filter { $0 != 0x2A }, as: UTF8.self))
    if !isLast {
      for joint in ["and", "&", ",", ";", "|", "/"] where text.hasSuffix(joint) {
        text = PlainText.clean(String(text.dropLast(joint.count)))
      }
    }
    guard text.contains(where: { $0.isLetter || $0.isNumber }), !label.isEmpty else { return label }
    let isAttached = text.first.map { ",;:.".contains($0) } ?? false
    return TextSlice(label.string + (isAttached ? "" : " ") + text)
  }

  // The links of a line that are HTML: `<a href="http://…">Name</a>`.
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

  // Several addresses without brackets, each with its name.
  private static func bareItems(_ line: Bytes, of file: TextSlice) -> [SourceItem] {
    var (items, rest) = ([SourceItem](), line)
    while let mark = rest.firstIndex(of: "://"), rest.slice((mark + 3)...).firstIndex(of: "://") != nil {
      let end = rest.slice(mark...).index(of: 0x20).map { mark + $0 } ?? rest.count
      guard let item = bare(rest.slice(..<end), of: file) else { break }
      items.append(item)
      rest = withoutJoint(rest.slice(end...))
    }
    return items + (bare(rest, of: file).map { [$0] } ?? [])
  }

  // A text without what joins it to the one before.
  private static func withoutJoint(_ text: Bytes) -> Bytes {
    var text = text
    while let byte = text.first, [0x20, 0x09, 0x2C, 0x3B, 0x7C, 0x2F].contains(byte) {
      text = text.slice(1...)
    }
    return text.holds("and ", at: 0) ? text.slice(4...) : text
  }

  // An address without brackets: `<http://…>`, `http://…`, `Name: http://…`, `Name (http://…)`.
  private static func bare(_ line: Bytes, of file: TextSlice) -> SourceItem? {
    guard let mark = line.lastIndex(of: "://") else { return nil }
    var start = mark
    while start > 0, line[start - 1] | 0x20 >= 0x61, line[start - 1] | 0x20 <= 0x7A { start -= 1 }
    var end =
      line.indices.first { $0 > mark && (line[$0] == 0x20 || line[$0] == 0x3E || line[$0] == 0x09) }
      ?? line.count
    // A bracket that opens before the address ends behind it.
    if start > 0, line[start - 1] == 0x28, end > 0, let close = line.slice(start..<end).lastIndex(of: 0x29) {
      end = start + close
    }
    while end > mark, [0x2E, 0x2C, 0x3B].contains(line[end - 1]) { end -= 1 }
    let address = PlainText.clean(line.slice(start..<end), of: file, keepsMarks: true)
    guard address.count > 0 else { return nil }
    var before = line.slice(..<start)
    while let byte = before.last, [0x20, 0x3A, 0x2D, 0x28, 0x3C, 0x5B, 0x2C].contains(byte) {
      before = before.slice(..<(before.count - 1))
    }
    var text = PlainText.clean(before, of: file)
    if text.isEmpty {
      var after = line.slice(end...)
      while let byte = after.first, [0x20, 0x3A, 0x2D, 0x29, 0x3E, 0x5D, 0x2C, 0x2E, 0x3B].contains(byte) {
        after = after.slice(1...)
      }
      text = PlainText.clean(after, of: file)
    }
    return SourceItem(name: text, address: address, isPicture: false)
  }

  // A link `[label](address "title")` at the beginning of a text, and what follows it.
  private struct Link {
    var label: Bytes
    var address: Bytes
    var rest: Bytes
    var isPicture: Bool

    init?(_ text: Bytes) {
      isPicture = text.holds("![", at: 0)
      let text = isPicture ? text.slice(1...) : text
      guard text.holds("[", at: 0), let divide = Self.divide(text) else { return nil }
      label = text.slice(1..<divide)
      let target = text.slice((divide + 2)...)
      (address, rest) = Self.split(target)
    }

    // Labels hold brackets and links, so the last mark divides; but for several links side by side, each whole.
    private static func divide(_ text: Bytes) -> Int? {
      guard let last = text.lastIndex(of: "](http") ?? text.lastIndex(of: "](") else { return nil }
      var depth = 0
      for (index, byte) in text.enumerated() {
        if byte == 0x5B { depth += 1 }
        if byte == 0x5D { depth -= 1 }
        if depth == 0 {
          return index < last && text.holds("](http", at: index) ? index : last > 0 ? last : nil
        }
      }
      return last > 0 ? last : nil
    }

    // Divides what follows `](` at the link's end.
    private static func split(_ target: Bytes) -> (address: Bytes, rest: Bytes) {
      if target.first == 0x3C, let end = target.index(of: 0x3E) {
        let close = target.slice(end...).index(of: 0x29).map { end + $0 } ?? target.count - 1
        return (target.slice(1..<end), target.slice((close + 1)...))
      }
      var depth = 0
      for (index, byte) in target.enumerated() {
        switch byte {
        case 0x28: depth += 1
        case 0x29 where depth > 0: depth -= 1
        case 0x29 where isEnd(target.slice((index + 1)...)):
          return (target.slice(..<index), target.slice((index + 1)...))
        case 0x20, 0x09:
          guard let end = endOfTitle(target, from: index) else { break }
          return (target.slice(..<index), target.slice(end...))
        default: break
        }
      }
      let end = target.lastIndex(of: 0x29) ?? target.count
      return (target.slice(..<end), target.slice(min(end + 1, target.count)...))
    }

    // Nothing is escaped: a bracket ends an address when blanks or marks of a sentence follow it.
    private static func isEnd(_ rest: Bytes) -> Bool {
      guard let next = rest.first else { return true }
      return [0x20, 0x09, 0x2C, 0x3B, 0x2E, 0x3A, 0x28, 0x2A, 0x5F, 0xE2].contains(next)
    }

    // Where the text behind a title `"…")` begins, which begins at an index behind blanks.
    private static func endOfTitle(_ target: Bytes, from index: Int) -> Int? {
      let title = target.slice(index...).trimmed
      let close: UInt8? =
        switch title.first {
        case 0x22: 0x22
        case 0x27: 0x27
        case 0x28: 0x29
        default: nil
        }
      guard let close, title.count > 2 else { return nil }
      let start =
        target.count - target.slice(index...).count
        + (target.slice(index...).prefix { $0 == 0x20 || $0 == 0x09 }.count)
      var place = start + 1
      while place < target.count {
        guard let next = target.slice(place...).index(of: close) else { return nil }
        var end = place + next + 1
        while end < target.count, target[end] == 0x20 { end += 1 }
        if end < target.count, target[end] == 0x29 { return end + 1 }
        place += next + 1
      }
      return nil
    }
  }
}
