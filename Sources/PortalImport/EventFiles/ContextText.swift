internal import EventArchive

/// Writes the names of contexts, so that `ContextList` splits them into the same names.
enum ContextText {
  /// The texts of the contexts of some names: one text, or one per name if they cannot be joined.
  static func contexts(_ names: [String]) -> [String] {
    let names = names.map(encoded)
    guard let first = names.first else { return [] }
    var line = first
    for name in names.dropFirst() {
      // Behind a comma, `2025` or `Inc.` belongs to the name before.
      let isOwnName = ContextList.names("x, \(name)").count == 2
      line += (isOwnName ? ", " : "; ") + name
    }
    return ContextList.names(line) == names ? [line] : names
  }

  // A name without separators of names: `Gold Coast, Queensland` has a character reference for its comma, and
  // `Facebook, Inc.` needs none.
  private static func encoded(_ name: String) -> String {
    let escaped = ReferenceText.escaped(name)
    if ContextList.names(escaped) == [escaped] { return escaped }
    // One pass, because the references have semicolons themselves.
    return name.replacing(#/&|;|,\ /#) { match in
      switch match.output {
      case "&": "&amp;"
      case ";": "&#59;"
      default: "&#44; "
      }
    }
  }
}
