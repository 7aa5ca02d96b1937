/// A key that occurs more than once in a mapping.
struct RepeatedKey: Hashable {
  /// The key as written last.
  var key: String
  /// The line of its last value.
  var line: Int
  /// The line of the value that is not used.
  var earlierLine: Int

  /// The fault and the remedy.
  var message: String {
    "\"\(key)\" occurs twice, first in line \(earlierLine); the last value is used; remove the other"
  }
}
