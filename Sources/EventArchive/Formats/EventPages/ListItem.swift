internal import Primitives

/// An item of a list: `1. [label](target…`. Labels hold brackets and links, so the last mark divides.
struct ListItem {
  /// What stands in the brackets, as plain text.
  let label: TextSlice
  /// Everything after `](`, to the end of the line.
  let target: UnsafeBufferPointer<UInt8>

  /// Reads a line; `marks` are what may divide label and target, the first that the line holds counts.
  /// `nil` for a line that is no such item.
  init?(_ line: PageText.Line, of file: TextSlice, marks: StaticString...) {
    let bytes = line.bytes
    let start = bytes.count - Self.withoutMark(bytes).count
    guard start < bytes.count, bytes[start] == 0x5B else { return nil }
    for mark in marks {
      if let divide = bytes.lastIndex(of: mark), divide > start {
        label = PlainText.clean(bytes.slice((start + 1)..<divide), of: file)
        target = bytes.slice((divide + 2)...)
        return
      }
    }
    return nil
  }

  /// A line without blanks at its beginning and the mark of a list: `1.`, `1)`, `-`, `*` or `+`.
  static func withoutMark(_ line: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    let text = withoutBlanks(line)
    let digits = text.prefix { (0x30...0x39).contains($0) }.count
    if digits > 0 {
      guard digits < text.count, text[digits] == 0x2E || text[digits] == 0x29 else { return text }
      return withoutBlanks(text.slice((digits + 1)...))
    }
    switch text.first {
    case 0x2D, 0x2B: return withoutBlanks(text.slice(1...))
    case 0x2A where text.count > 1 && text[1] != 0x2A: return withoutBlanks(text.slice(1...))
    default: return text
    }
  }

  private static func withoutBlanks(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    text.slice(text.prefix { $0 == 0x20 || $0 == 0x09 }.count...)
  }

  /// The path of the event's name in a target `/news/2016/04/8/slug.md) _…_`, and what follows it; `nil` for other
  /// targets. A title behind the path, a query and a fragment are passed over.
  func event(of file: TextSlice, onPage page: EventName) -> (
    path: TextSlice, rest: UnsafeBufferPointer<UInt8>
  )? {
    Self.event(target, of: file, onPage: page)
  }

  /// The same of the target of any link.
  static func event(
    _ target: UnsafeBufferPointer<UInt8>, of file: TextSlice, onPage page: EventName? = nil
  ) -> (path: TextSlice, rest: UnsafeBufferPointer<UInt8>)? {
    guard let first = target.index(of: 0x29) else { return nil }
    if let (end, close) = endOfLongTarget(target, before: first) {
      guard let path = EventName.path(target.slice(..<end), onPage: page, of: file) else { return nil }
      return (path, target.slice((close + 1)...).trimmed)
    }
    var end = first
    while !target.holds(".md", at: end - 3) {
      // A bracket in a name is rare, and ends the name where no `.md` does.
      guard let next = target.slice((end + 1)...).index(of: 0x29) else {
        end = first
        break
      }
      end += 1 + next
    }
    guard let path = EventName.path(target.slice(..<end), onPage: page, of: file) else { return nil }
    return (path, target.slice((end + 1)...).trimmed)
  }

  // Where the path ends in `/news/….md#part` and `/news/….md "title"`, and where the bracket is that closes the link.
  private static func endOfLongTarget(
    _ target: UnsafeBufferPointer<UInt8>, before first: Int
  ) -> (path: Int, close: Int)? {
    guard let mark = target.slice(..<first).lastIndex(of: ".md"), mark + 3 < first else { return nil }
    let rest = target.slice((mark + 3)...)
    switch rest.first {
    case 0x23, 0x3F: return (mark + 3, first)
    case 0x20:
      let title = rest.trimmed
      guard let quote = title.first, quote == 0x22 || quote == 0x27 else { return nil }
      for index in rest.indices.dropFirst(2) where rest[index] == 0x29 && rest[index - 1] == quote {
        return (mark + 3, mark + 3 + index)
      }
      return nil
    default: return nil
    }
  }
}
