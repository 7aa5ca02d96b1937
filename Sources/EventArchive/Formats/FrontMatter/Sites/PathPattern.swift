/// Patterns of paths in the configurations of sites: a folder or file, or a glob with `*`, `**` and `?`.
enum PathPattern {
  /// Whether a pattern matches a path, or a folder above it.
  static func matches(_ pattern: String, _ path: String) -> Bool {
    let parts = pattern.split(separator: "/").filter { $0 != "." }.map { Array($0.unicodeScalars) }
    let segments = path.split(separator: "/").map { Array($0.unicodeScalars) }
    guard !parts.isEmpty else { return false }
    return matches(parts[...], segments[...])
  }

  private typealias Scalars = [Unicode.Scalar]

  private static func matches(_ parts: ArraySlice<Scalars>, _ segments: ArraySlice<Scalars>) -> Bool {
    guard let part = parts.first else { return true }
    if part == ["*", "*"] {
      if parts.count == 1 { return !segments.isEmpty }
      return (segments.startIndex...segments.endIndex).contains {
        matches(parts.dropFirst(), segments[$0...])
      }
    }
    guard let segment = segments.first, holds(part[...], segment[...]) else { return false }
    return matches(parts.dropFirst(), segments.dropFirst())
  }

  // Whether a segment has the form of a part of a glob.
  private static func holds(_ glob: ArraySlice<Unicode.Scalar>, _ text: ArraySlice<Unicode.Scalar>) -> Bool {
    var (glob, text) = (glob, text)
    // Where to continue when the rest does not match: behind the last star, one character further.
    var retry: (glob: ArraySlice<Unicode.Scalar>, text: ArraySlice<Unicode.Scalar>)?
    while true {
      if glob.first == "*" {
        glob = glob.dropFirst()
        retry = (glob, text)
      } else if let scalar = text.first, let pattern = glob.first, pattern == scalar || pattern == "?" {
        glob = glob.dropFirst()
        text = text.dropFirst()
      } else if text.isEmpty, glob.isEmpty {
        return true
      } else if let (rest, from) = retry, !from.isEmpty {
        glob = rest
        text = from.dropFirst()
        retry = (glob, text)
      } else {
        return false
      }
    }
  }
}
