package import Primitives

/// Values of items, by number. It takes half the memory of a dictionary, because it stores no keys and has no empty places for values.
package struct ItemTable<Item, Value> {
  // By number: an index into `values`.
  private var places: [ItemNumber<Value>.OrNone] = []
  private var values: [Value] = []

  /// Makes an empty table.
  package init() {}

  /// One more than the largest number that ever had a value.
  package var bound: Int { places.count }

  /// The value of an item, `nil` when it has none. The memory of a value that is removed is freed with the table.
  package subscript(number: ItemNumber<Item>) -> Value? {
    get { place(of: number).map { values[$0] } }
    set {
      if let place = place(of: number) {
        if let newValue { values[place] = newValue } else { places[number.index] = .none }
      } else if let newValue {
        let missing = number.index + 1 - places.count
        if missing > 0 { places += repeatElement(.none, count: missing) }
        places[number.index] = .init(ItemNumber(values.count))
        values.append(newValue)
      }
    }
  }

  /// Makes room for a number of values.
  package mutating func reserveCapacity(_ count: Int) { values.reserveCapacity(count) }

  /// Changes the value of an item in place, if it has one.
  mutating func update(_ number: ItemNumber<Item>, _ change: (inout Value) -> Void) {
    if let place = place(of: number) { change(&values[place]) }
  }

  /// Adds the values of another table, for the items that have none in this one.
  package mutating func addMissing(_ other: Self) {
    for (number, value) in other where self[number] == nil { self[number] = value }
  }

  /// Calls `body` with the number and the value of each item in a range of numbers, in their order.
  @inline(__always)
  func forEach(in numbers: Range<Int>, _ body: (Int, Value) -> Void) {
    for number in numbers.clamped(to: 0..<bound) {
      if let place = places[number].number { body(number, values[place.index]) }
    }
  }

  private func place(of number: ItemNumber<Item>) -> Int? {
    number.index < places.count ? places[number.index].number?.index : nil
  }
}

extension ItemTable: Sendable where Value: Sendable {}

extension ItemTable: Sequence {
  /// Iterates over the items in the order of their numbers.
  package struct Iterator: IteratorProtocol {
    fileprivate let table: ItemTable
    fileprivate var number = 0

    /// The next item and its value.
    package mutating func next() -> (number: ItemNumber<Item>, value: Value)? {
      while number < table.places.count {
        defer { number += 1 }
        if let place = table.places[number].number { return (ItemNumber(number), table.values[place.index]) }
      }
      return nil
    }
  }

  /// An iterator before the first item.
  package func makeIterator() -> Iterator { Iterator(table: self) }
}
