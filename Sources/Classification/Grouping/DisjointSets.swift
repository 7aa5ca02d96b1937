/// Disjoint sets of numbers that can be united (union by size, path halving).
struct DisjointSets {
  private var parents: [Int32]
  private var sizes: [Int32]

  /// Makes `count` sets of one number each, from 0 on.
  init(count: Int) {
    parents = Array(0..<Int32(count))
    sizes = Array(repeating: 1, count: count)
  }

  /// The representative of the set of `number`.
  mutating func root(of number: Int32) -> Int32 {
    var number = number
    while parents[Int(number)] != number {
      parents[Int(number)] = parents[Int(parents[Int(number)])]
      number = parents[Int(number)]
    }
    return number
  }

  /// Unites the sets of two numbers.
  mutating func unite(_ left: Int32, _ right: Int32) {
    var large = root(of: left)
    var small = root(of: right)
    guard large != small else { return }
    if sizes[Int(large)] < sizes[Int(small)] { swap(&large, &small) }
    parents[Int(small)] = large
    sizes[Int(large)] += sizes[Int(small)]
  }
}
