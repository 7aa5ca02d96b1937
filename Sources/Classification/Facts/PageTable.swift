/// The facts of some pages by the pages' numbers: all of an archive's, or a few.
package struct PageTable: Sendable {
  // By number: where its facts are in `facts`; -1 for a page that is not there.
  private var places: [Int32] = []
  private var facts: [PageRecord] = []

  /// Makes a table without pages.
  package init() {}

  /// One more than the largest number that a page ever had here.
  package var bound: Int { places.count }

  /// The facts of a page, `nil` when it is not there.
  package subscript(number: Int) -> PageRecord? {
    get { place(of: number).map { facts[$0] } }
    set {
      if let place = place(of: number) {
        facts[place] = newValue ?? PageRecord()
        if newValue == nil { places[number] = -1 }
      } else if let newValue {
        if number >= places.count { places += repeatElement(-1, count: number + 1 - places.count) }
        places[number] = Int32(facts.count)
        facts.append(newValue)
      }
    }
  }

  /// Sets what a page mentions, if it is there.
  package mutating func set(mentions: [SpellingNumber], page number: Int) {
    if let place = place(of: number) { facts[place].mentions = mentions[...] }
  }

  private func place(of number: Int) -> Int? {
    guard number < places.count, places[number] >= 0 else { return nil }
    return Int(places[number])
  }
}

extension PageTable: Sequence {
  /// Goes through the pages by number.
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
