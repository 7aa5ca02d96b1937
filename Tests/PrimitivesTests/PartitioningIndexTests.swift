import Primitives
import TestSupport
import Testing

@Suite("Binary search")
struct PartitioningIndexTests {
  @Test("finds what a search from the start finds", arguments: 1...30)
  func search(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let numbers = (0..<Int.random(in: 0...40, using: &random)).map { _ in
      Int.random(in: 0...20, using: &random)
    }
    .sorted()
    for slice in [numbers[...], numbers.dropFirst(3), numbers.dropLast(2)] {
      for limit in -1...21 {
        let wanted = slice.firstIndex { $0 >= limit } ?? slice.endIndex
        #expect(slice.partitioningIndex { $0 >= limit } == wanted)
      }
    }
  }
}
