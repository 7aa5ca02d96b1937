extension Array {
  /// Splits the array in chunks of at most `count` elements, for `ParallelMap`.
  package func chunks(of count: Int) -> [[Element]] {
    stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
  }
}
