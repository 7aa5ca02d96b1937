internal import Primitives

/// Finds a list of links at the end of a body: a section without its heading.
struct ClosingList {
  /// The kind of the items.
  enum Items: String {
    case sources = "Sources"
    case related = "Related"
  }

  // The number of a line that is no item. No closing list begins before it.
  private var lastOtherLine = 0

  /// The kind of the items of a list that begins with a line and ends the body. Each item must be a link without further text.
  /// - Parameters:
  ///   - ahead: the text behind the line.
  ///   - needsMark: whether each item must have the mark of a list.
  /// - Returns: `nil` when no such list begins with the line.
  mutating func items(from line: PageText.Line, before ahead: PageText, needsMark: Bool) -> Items? {
    guard line.number > lastOtherLine, let items = Self.items(line, needsMark: needsMark) else { return nil }
    var ahead = ahead
    while let next = ahead.next() {
      if next.isBlank || Self.items(next, needsMark: needsMark) == items { continue }
      if let heading = SectionHeading(next, before: ahead, isInList: false) {
        if Self.mayPrecede(heading.kind, items) { return items }
      } else if ContextMark.names(inLine: next.bytes, isAlone: true) != nil {
        continue
      }
      lastOtherLine = next.number
      return nil
    }
    return items
  }

  // Whether a list may end at a section. If the section has items of the same kind, that one is the list.
  private static func mayPrecede(_ section: SectionHeading.Kind, _ items: Items) -> Bool {
    switch section {
    case .changes, .articles: true
    case .related: items == .sources
    case .sources: items == .related
    case .unknown: false
    }
  }

  private static func items(_ line: PageText.Line, needsMark: Bool) -> Items? {
    let text = line.bytes.trimmed
    let item = ListItem.withoutMark(text)
    guard item.count < text.count || !needsMark else { return nil }
    if item.first == .leftBracket { return items(ofLink: item) }
    let address = item.first == .lessThanSign ? item.slice(1...) : item
    let isAddress =
      address.holds("http", at: 0) && address.firstIndex(of: "://") != nil && address.index(of: .space) == nil
    return isAddress ? .sources : nil
  }

  // The kind of an item that begins with a bracket.
  private static func items(ofLink item: UnsafeBufferPointer<UInt8>) -> Items? {
    guard let end = item.firstIndex(of: "](") else { return nil }
    if item.holds("](/news/", at: end) { return .related }
    let isWholeLink =
      item.holds("](http", at: end) && item.last == .rightParenthesis && end == item.lastIndex(of: "](")
      && item.slice(end...).index(of: .space) == nil
    return isWholeLink ? .sources : nil
  }
}
