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
    var start = 0
    while start < bytes.count, (0x30...0x39).contains(bytes[start]) { start += 1 }
    if start > 0 {
      guard start < bytes.count, bytes[start] == 0x2E else { return nil }
      start += 1
    } else if bytes[0] == 0x2D || bytes[0] == 0x2A {  // "- " and "* ", as people write lists
      start = 1
    }
    while start < bytes.count, bytes[start] == 0x20 { start += 1 }
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

  /// The path of the event's name in a target `/news/2016/04/8/slug.md) _…_`, and what follows it; `nil` for other
  /// targets.
  func event(of file: TextSlice) -> (path: TextSlice, rest: UnsafeBufferPointer<UInt8>)? {
    guard let first = target.index(of: 0x29) else { return nil }
    var end = first
    while !target.holds(".md", at: end - 3) {
      // A bracket in a name is rare, and ends the name where no `.md` does.
      guard let next = target.slice((end + 1)...).index(of: 0x29) else {
        end = first
        break
      }
      end += 1 + next
    }
    guard let path = EventName.path(target.slice(..<end), of: file) else { return nil }
    return (path, target.slice((end + 1)...).trimmed)
  }
}
