/// The edit distance of words.
package enum EditDistance {
  /// The Levenshtein distance: the least number of letters to insert, delete or replace. Case is ignored.
  package static func between(_ left: String, _ right: String) -> Int {
    let left = Array(left.lowercased())
    let right = Array(right.lowercased())
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        current.append(
          min(previous[column + 1] + 1, current[column] + 1, previous[column] + (letter == other ? 0 : 1)))
      }
      previous = current
    }
    return previous[right.count]
  }

  // Longer texts are no misspelt names.
  private static let longest = 100

  /// The first name with the least distance of one of its spellings; `nil` when none is near: half of the letters differ.
  package static func nearest(_ text: String, of names: [(name: String, spellings: [String])]) -> String? {
    guard text.utf8.count <= longest else { return nil }
    let distances = names.map { name in
      (name: name.name, distance: name.spellings.map { between(text, $0) }.min() ?? .max)
    }
    return distances.min { $0.distance < $1.distance }.flatMap { nearest in
      nearest.distance <= max(1, text.count / 2) ? nearest.name : nil
    }
  }
}
