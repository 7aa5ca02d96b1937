extension RandomAccessCollection {
  /// The index of the first element of which a condition holds, by binary search: the condition must hold of no element or of all from
  /// some element on. Returns the end when it holds of none.
  package func partitioningIndex(where condition: (Element) -> Bool) -> Index {
    var start = startIndex
    var count = self.count
    while count > 0 {
      let half = count / 2
      let middle = index(start, offsetBy: half)
      if condition(self[middle]) {
        count = half
      } else {
        start = index(after: middle)
        count -= half + 1
      }
    }
    return start
  }
}
