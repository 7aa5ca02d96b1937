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

  /// The first name with the least distance, measured to the whole name or to its last part.
  package static func nearest(_ name: String, of names: [String], separator: Character) -> String {
    func distance(_ known: String) -> Int {
      let last = known.split(separator: separator).last.map(String.init) ?? known
      return min(between(name, known), between(name, last))
    }
    let distances = names.map { (name: $0, distance: distance($0)) }
    return distances.min { $0.distance < $1.distance }?.name ?? ""
  }
}
