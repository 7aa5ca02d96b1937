package import Primitives

/// Values of items, by number. It takes half the memory of a dictionary, because it stores no keys and has no empty places for values.
package struct ItemTable<Item, Value> {
  // By number: an index into `values`, or `noPlace`. The elements have no generic type, so that adding places is fast where this type
  // is not specialized. For one new event, a service adds a place for each name of the archive: 35 ms of 148 ms with a generic type.
  private var places: [Int32] = []
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
        if let newValue { values[place] = newValue } else { places[number.index] = noPlace }
      } else if let newValue {
        let missing = number.index + 1 - places.count
        if missing > 0 { places += repeatElement(noPlace, count: missing) }
        places[number.index] = Int32(values.count)
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
      let place = places[number]
      if place != noPlace { body(number, values[Int(place)]) }
    }
  }

  private func place(of number: ItemNumber<Item>) -> Int? {
    guard number.index < places.count, places[number.index] != noPlace else { return nil }
    return Int(places[number.index])
  }
}

private let noPlace: Int32 = -1

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
        let place = table.places[number]
        if place != noPlace { return (ItemNumber(number), table.values[Int(place)]) }
      }
      return nil
    }
  }

  /// An iterator before the first item.
  package func makeIterator() -> Iterator { Iterator(table: self) }
}
