/// Finds the list of links at the end of a body that is a section without its heading.
struct ClosingList {
  /// What the items of such a list are.
  enum Items: String {
    case sources = "Sources"
    case related = "Related"
  }

  // The number of a line that ends no such list, so that no list that begins before it is one.
  private var end = 0

  /// What the items are of a list that begins with a line and ends the body, each of which is nothing but a link.
  /// - Parameters:
  ///   - ahead: the text behind the line.
  ///   - needsMark: whether lines without the mark of a list are no items.
  /// - Returns: `nil` when no such list begins there.
  mutating func items(from line: PageText.Line, before ahead: PageText, needsMark: Bool) -> Items? {
    guard line.number > end, let items = Self.items(line, needsMark: needsMark) else { return nil }
    var ahead = ahead
    while let next = ahead.next() {
      if next.isBlank || Self.items(next, needsMark: needsMark) == items { continue }
      if let heading = SectionHeading(next, before: ahead, isInList: false) {
        switch (heading.kind, items) {
        case (.changes, _), (.related, .sources), (.sources, .related): return items
        // A list that has its heading is the one that is meant.
        case (.sources, .sources), (.related, .related), (.unknown, _): break
        }
      } else if ContextMark.names(inLine: next.bytes, isAlone: true) != nil {
        continue
      }
      end = next.number
      return nil
    }
    return items
  }

  private static func items(_ line: PageText.Line, needsMark: Bool) -> Items? {
    let text = line.bytes.trimmed
    let item = ListItem.withoutMark(text)
    guard item.count < text.count || !needsMark else { return nil }
    if item.holds("[", at: 0) {
      guard let divide = item.firstIndex(of: "](") else { return nil }
      if item.holds("](/news/", at: divide) { return .related }
      let isLink =
        item.holds("](http", at: divide) && item.last == 0x29 && divide == item.lastIndex(of: "](")
        && item.slice(divide...).index(of: 0x20) == nil
      return isLink ? .sources : nil
    }
    let address = item.first == 0x3C ? item.slice(1...) : item
    let isAddress =
      address.holds("http", at: 0) && address.firstIndex(of: "://") != nil && address.index(of: 0x20) == nil
    return isAddress ? .sources : nil
  }
}
