internal import Primitives

/// An item of a list, `1. [label](target…`. Labels contain brackets and links, so that the last mark ends the label.
struct ListItem {
  /// The link of an item to an event.
  struct EventLink {
    /// The path of the event's name.
    var path: TextSlice
    /// The text behind the link.
    var rest: UnsafeBufferPointer<UInt8>
  }

  /// The text in the brackets, as plain text.
  let label: TextSlice
  /// The text behind `](`, up to the end of the line.
  let target: UnsafeBufferPointer<UInt8>

  /// Parses a line; `nil` for a line that is no such item.
  /// - Parameter marks: the texts that may end the label, in order of preference.
  init?(_ line: PageText.Line, of file: TextSlice, marks: StaticString...) {
    let bytes = line.bytes
    let start = bytes.count - Self.withoutMark(bytes).count
    guard start < bytes.count, bytes[start] == .leftBracket else { return nil }
    for mark in marks {
      guard let end = bytes.lastIndex(of: mark), end > start else { continue }
      label = PlainText.clean(bytes.slice((start + 1)..<end), of: file)
      target = bytes.slice((end + 2)...)
      return
    }
    return nil
  }

  /// The line without the blanks and the mark of a list (`1.`, `1)`, `-`, `*` or `+`) at its beginning.
  static func withoutMark(_ line: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    let text = withoutBlanks(line)
    let digits = text.prefix(while: \.isDigit).count
    if digits > 0 {
      guard digits < text.count, text[digits] == .fullStop || text[digits] == .rightParenthesis else {
        return text
      }
      return withoutBlanks(text.slice((digits + 1)...))
    }
    switch text.first {
    case .hyphen, .plusSign: return withoutBlanks(text.slice(1...))
    case .asterisk where text.count > 1 && text[1] != .asterisk: return withoutBlanks(text.slice(1...))
    default: return text
    }
  }

  private static func withoutBlanks(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    text.slice(text.prefix(while: \.isBlank).count...)
  }

  /// The link of the item, `/news/2016/04/8/slug.md) _…_`; `nil` for other targets. A title, a query and a fragment behind the path
  /// are ignored.
  func event(of file: TextSlice, onPage page: EventName) -> EventLink? {
    Self.event(target, of: file, onPage: page)
  }

  /// The link with a target.
  static func event(
    _ target: UnsafeBufferPointer<UInt8>, of file: TextSlice, onPage page: EventName? = nil
  ) -> EventLink? {
    guard let first = target.index(of: .rightParenthesis) else { return nil }
    let ends = endsOfLongTarget(target, before: first) ?? endsOfPath(target, first: first)
    guard let path = EventName.path(target.slice(..<ends.path), onPage: page, of: file) else { return nil }
    return EventLink(path: path, rest: target.slice((ends.link + 1)...).trimmed)
  }

  // The index behind the path of a target, and the index of the parenthesis that ends the link.
  private struct Ends {
    var path: Int
    var link: Int
  }

  // The ends of `/news/….md`. A name may contain parentheses. The first one ends the name if none has `.md` before it.
  private static func endsOfPath(_ target: UnsafeBufferPointer<UInt8>, first: Int) -> Ends {
    var end = first
    while !target.holds(".md", at: end - 3) {
      guard let next = target.slice((end + 1)...).index(of: .rightParenthesis) else {
        return Ends(path: first, link: first)
      }
      end += 1 + next
    }
    return Ends(path: end, link: end)
  }

  // The ends of `/news/….md#part` and `/news/….md "title"`.
  private static func endsOfLongTarget(
    _ target: UnsafeBufferPointer<UInt8>, before first: Int
  ) -> Ends? {
    guard let mark = target.slice(..<first).lastIndex(of: ".md"), mark + 3 < first else { return nil }
    let path = mark + 3
    let rest = target.slice(path...)
    switch rest.first {
    case .numberSign, .questionMark: return Ends(path: path, link: first)
    case .space:
      guard let quote = rest.trimmed.first, quote == .quotationMark || quote == .apostrophe else {
        return nil
      }
      let close = rest.indices.dropFirst(2).first { index in
        rest[index] == .rightParenthesis && rest[index - 1] == quote
      }
      return close.map { Ends(path: path, link: path + $0) }
    default: return nil
    }
  }
}
