internal import Primitives

/// The facts of all or some pages of an archive, by number.
package struct PageTable: Sendable {
  // By number: an index into `facts`.
  private var places: [ItemNumber<PageRecord>.OrNone] = []
  private var facts: [PageRecord] = []

  /// Makes a table without pages.
  package init() {}

  /// One more than the largest number of a page that was ever in the table.
  package var bound: Int { places.count }

  /// The facts of a page, `nil` when the table does not have it.
  package subscript(number: Int) -> PageRecord? {
    get { place(of: number).map { facts[$0] } }
    set {
      if let place = place(of: number) {
        facts[place] = newValue ?? PageRecord()
        if newValue == nil { places[number] = .none }
      } else if let newValue {
        if number >= places.count { places += repeatElement(.none, count: number + 1 - places.count) }
        places[number] = .init(ItemNumber(facts.count))
        facts.append(newValue)
      }
    }
  }

  /// Sets the mentions of a page, if the table has it.
  package mutating func set(mentions: LeadNumbers<Spelling>, page number: Int) {
    if let place = place(of: number) { facts[place].set(mentions: mentions) }
  }

  /// Sets the discovered names of a page, if the table has it.
  package mutating func set(discovered: LeadNumbers<Spelling>, page number: Int) {
    if let place = place(of: number) { facts[place].set(discovered: discovered) }
  }

  /// Calls `body` with the number and the facts of each page of a range of numbers, in their order.
  @inline(__always)
  func forEach(in numbers: Range<Int>, _ body: (Int, PageRecord) -> Void) {
    for number in numbers.clamped(to: 0..<bound) {
      if let place = places[number].number { body(number, facts[place.index]) }
    }
  }

  private func place(of number: Int) -> Int? {
    number < places.count ? places[number].number?.index : nil
  }
}

extension PageTable: Sequence {
  /// Iterates over the pages in the order of their numbers.
  package struct Iterator: IteratorProtocol {
    fileprivate let table: PageTable
    fileprivate var number = 0

    /// The next page.
    package mutating func next() -> (number: Int, facts: PageRecord)? {
      while number < table.places.count {
        defer { number += 1 }
        if let place = table.places[number].number { return (number, table.facts[place.index]) }
      }
      return nil
    }
  }

  /// An iterator before the first page.
  package func makeIterator() -> Iterator { Iterator(table: self) }
}
