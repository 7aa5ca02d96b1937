internal import Primitives

/// Disjoint sets of numbers that can be united (union by size, path halving).
struct DisjointSets<Item> {
  private var parents: [ItemNumber<Item>]
  private var sizes: [Int32]

  /// Makes `count` sets of one number each, from 0 on.
  init(count: Int) {
    parents = (0..<count).map { ItemNumber($0) }
    sizes = Array(repeating: 1, count: count)
  }

  /// The representative of the set of `number`.
  mutating func root(of number: ItemNumber<Item>) -> ItemNumber<Item> {
    var number = number
    while parents[number.index] != number {
      parents[number.index] = parents[parents[number.index].index]
      number = parents[number.index]
    }
    return number
  }

  /// Unites the sets of two numbers.
  mutating func unite(_ left: ItemNumber<Item>, _ right: ItemNumber<Item>) {
    var large = root(of: left)
    var small = root(of: right)
    guard large != small else { return }
    if sizes[large.index] < sizes[small.index] { swap(&large, &small) }
    parents[small.index] = large
    sizes[large.index] += sizes[small.index]
  }
}
