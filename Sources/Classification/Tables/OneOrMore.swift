/// Elements of which there is nearly always one. The first is stored in place: an array for it would take 48 bytes, for every event of
/// an archive.
package struct OneOrMore<Element> {
  private var head: Element
  private var tail: [Element] = []

  /// Makes a list of one element.
  package init(_ element: Element) { head = element }

  /// Adds an element at the end.
  mutating func append(_ element: Element) { tail.append(element) }

  /// Sorts the elements.
  mutating func sort() where Element: Comparable {
    if tail.isEmpty { return }
    let sorted = self.sorted()
    head = sorted[0]
    tail = Array(sorted.dropFirst())
  }
}

extension OneOrMore: Sendable where Element: Sendable {}

extension OneOrMore: RandomAccessCollection {
  /// The index of the first element.
  package var startIndex: Int { 0 }

  /// The number of elements.
  package var endIndex: Int { tail.count + 1 }

  /// The element at an index.
  package subscript(index: Int) -> Element { index == 0 ? head : tail[index - 1] }
}
