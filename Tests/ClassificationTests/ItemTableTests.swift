import Primitives
import TestSupport
import Testing

@testable import Classification

@Suite("Tables of values by number")
struct ItemTableTests {
  private enum Item {}

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `equal a dictionary over random changes`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var table = ItemTable<Item, Int>()
    var expected: [Int: Int] = [:]
    for _ in 0..<400 {
      let index = Int.random(in: 0..<30, using: &random)
      let value = Int.random(in: 0...9, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        table[ItemNumber(index)] = nil
        expected[index] = nil
      case 1:
        table.update(ItemNumber(index)) { $0 += value }
        expected[index]? += value
      default:
        table[ItemNumber(index)] = value
        expected[index] = value
      }
      for index in 0..<31 { #expect(table[ItemNumber(index)] == expected[index]) }
      #expect(table.map(\.number.index) == expected.keys.sorted())
      #expect(table.map(\.value) == expected.sorted { $0.key < $1.key }.map(\.value))
      for range in [5..<12, 25..<40] {
        var visited: [Int] = []
        table.forEach(in: range) { visited += [$0, $1] }
        let ordered = expected.filter { range.contains($0.key) }.sorted { $0.key < $1.key }
        #expect(visited == ordered.flatMap { [$0.key, $0.value] })
      }
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `take what they miss from another table`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func values() -> [Int: Int] {
      let indices = (0..<8).map { _ in Int.random(in: 0..<20, using: &random) }
      return Dictionary(indices.map { ($0, Int.random(in: 0...9, using: &random)) }) { first, _ in first }
    }
    let (own, other) = (values(), values())
    var (table, others) = (ItemTable<Item, Int>(), ItemTable<Item, Int>())
    for (index, value) in own { table[ItemNumber(index)] = value }
    for (index, value) in other { others[ItemNumber(index)] = value }
    table.addMissing(others)
    let all = Dictionary(uniqueKeysWithValues: table.map { ($0.number.index, $0.value) })
    #expect(all == own.merging(other) { own, _ in own })
  }
}
