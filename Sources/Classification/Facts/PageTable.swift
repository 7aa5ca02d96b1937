internal import Primitives

/// The facts of all or some pages of an archive, by number.
package struct PageTable: Sendable {
  private var records = ItemTable<PageRecord, PageRecord>()

  /// Makes a table without pages.
  package init() {}

  /// One more than the largest number of a page that was ever in the table.
  package var bound: Int { records.bound }

  /// The facts of a page, `nil` when the table does not have it.
  package subscript(number: Int) -> PageRecord? {
    get { records[ItemNumber(number)] }
    set { records[ItemNumber(number)] = newValue }
  }

  /// Sets the mentions of a page, if the table has it.
  package mutating func set(mentions: LeadNumbers<Spelling>, page number: Int) {
    records.update(ItemNumber(number)) { $0.set(mentions: mentions) }
  }

  /// Sets the discovered names of a page, if the table has it.
  package mutating func set(discovered: LeadNumbers<Spelling>, page number: Int) {
    records.update(ItemNumber(number)) { $0.set(discovered: discovered) }
  }

  /// Calls `body` with the number and the facts of each page of a range of numbers, in their order.
  @inline(__always)
  func forEach(in numbers: Range<Int>, _ body: (Int, PageRecord) -> Void) {
    records.forEach(in: numbers, body)
  }
}

extension PageTable: Sequence {
  /// Iterates over the pages in the order of their numbers.
  package struct Iterator: IteratorProtocol {
    fileprivate var records: ItemTable<PageRecord, PageRecord>.Iterator

    /// The next page.
    package mutating func next() -> (number: Int, facts: PageRecord)? {
      records.next().map { ($0.number.index, $0.value) }
    }
  }

  /// An iterator before the first page.
  package func makeIterator() -> Iterator { Iterator(records: records.makeIterator()) }
}
