/// Lists of numbers by index, all in one array: an array for each would take 48 bytes more, for every event of an archive.
struct NumberLists: Sendable {
  // By index: the place of the list in `numbers`, where its length precedes it; `noList` for an empty one.
  private var places: [Int32] = []
  private var numbers: [Int32] = []
  // How many of `numbers` are of lists that were removed.
  private var unused = 0

  private static let noList: Int32 = -1

  /// The indices that may have a list.
  var indices: Range<Int> { places.indices }

  /// The list at an index, which may be empty.
  subscript(index: Int) -> ArraySlice<Int32> {
    guard places.indices.contains(index), places[index] != Self.noList else { return [] }
    let start = Int(places[index]) + 1
    return numbers[start..<(start + Int(numbers[start - 1]))]
  }

  /// Makes room for a number of lists, with a number of elements in all.
  mutating func reserveCapacity(lists: Int, elements: Int) {
    places.reserveCapacity(lists)
    numbers.reserveCapacity(lists + elements)
  }

  /// Replaces the list at an index.
  mutating func set(_ list: [Int32], at index: Int) {
    removeList(at: index)
    if list.isEmpty { return }
    if index >= places.count {
      places += repeatElement(Self.noList, count: index + 1 - places.count)
    }
    places[index] = Int32(numbers.count)
    numbers.append(Int32(list.count))
    numbers += list
  }

  /// Removes the list at an index.
  mutating func removeList(at index: Int) {
    let count = self[index].count
    if count == 0 { return }
    places[index] = Self.noList
    unused += count + 1
    // Half of the array at most, so that removing a list takes constant time in the long run.
    if unused > numbers.count / 2 { compact() }
  }

  private mutating func compact() {
    var rest = NumberLists()
    rest.places = Array(repeating: Self.noList, count: places.count)
    rest.numbers.reserveCapacity(numbers.count - unused)
    for index in indices { rest.set(Array(self[index]), at: index) }
    self = rest
  }
}
