/// The facts of all or some pages of an archive, by number.
package struct PageTable: Sendable {
  private static let noPlace: Int32 = -1

  // By number: an index into `facts`, or `noPlace`.
  private var places: [Int32] = []
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
        if newValue == nil { places[number] = Self.noPlace }
      } else if let newValue {
        if number >= places.count { places += repeatElement(Self.noPlace, count: number + 1 - places.count) }
        places[number] = Int32(facts.count)
        facts.append(newValue)
      }
    }
  }

  /// Sets the mentions of a page, if the table has it.
  package mutating func set(mentions: [SpellingNumber], page number: Int) {
    if let place = place(of: number) { facts[place].mentions = mentions[...] }
  }

  private func place(of number: Int) -> Int? {
    guard number < places.count, places[number] != Self.noPlace else { return nil }
    return Int(places[number])
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
        let place = table.places[number]
        if place >= 0 { return (number, table.facts[Int(place)]) }
      }
      return nil
    }
  }

  /// An iterator before the first page.
  package func makeIterator() -> Iterator { Iterator(table: self) }
}
