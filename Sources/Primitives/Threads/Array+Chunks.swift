extension Array {
  /// Splits the array in chunks of at most `count` elements, for `ParallelMap`.
  package func chunks(of count: Int) -> [[Element]] {
    stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
  }
}

extension Range<Int> {
  /// Splits the range in ranges of at most `count` numbers, for `ParallelMap`.
  package func chunks(of count: Int) -> [Range<Int>] {
    stride(from: lowerBound, to: upperBound, by: count).map { $0..<Swift.min($0 + count, upperBound) }
  }
}
