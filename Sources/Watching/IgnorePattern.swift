internal import Foundation

/// A pattern of names and paths to ignore, in the syntax of gitignore(5).
package struct IgnorePattern: Hashable, Sendable {
  /// The reason why a text is not a pattern.
  package struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    /// The fault and the remedy.
    package let description: String
  }

  // What matches one character of a name, or any text.
  private enum Element: Hashable, Sendable {
    case scalar(UInt32)
    case anyScalar
    case anyText
    case set(ScalarSet)

    // The scalar if the element matches exactly one.
    var scalar: UInt32? { if case .scalar(let scalar) = self { scalar } else { nil } }
  }

  // What matches one component of a path, or any components.
  private enum Part: Hashable, Sendable {
    case name([Element])
    case anyDirectories
  }

  /// The pattern as it was written.
  package let text: String
  /// Whether matching files are included again (`!`).
  package let isNegated: Bool
  /// Whether the pattern matches directories only (a slash at the end).
  package let isForDirectories: Bool
  /// Whether the pattern matches whole paths (a slash elsewhere), not the last component.
  package let isForPaths: Bool

  private let parts: [Part]
  /// The prefilter of matching names.
  let prefilter: Prefilter

  /// Parses a pattern.
  /// - Throws: `Malformed` when the text can match nothing, or is a comment in a .gitignore file.
  package init(_ text: String) throws(Malformed) {
    self.text = text
    try Self.requireSingleLinePattern(text)
    let scalars = Array(text.precomposedStringWithCanonicalMapping.unicodeScalars)
    var rest = Self.withoutTrailingSpaces(scalars)[...]
    isNegated = rest.first == "!"
    if isNegated { rest = rest.dropFirst() }
    isForDirectories = rest.last == "/"
    if isForDirectories { rest = rest.dropLast() }
    try Self.requireNoDotSegments(rest)
    isForPaths = rest.contains("/")
    var parser = Parser(rest)
    let names = try parser.names()
    if names.joined().isEmpty { throw Malformed(description: "it names nothing; remove it from the list") }
    parts = try isForPaths ? Self.partsOfPath(names) : names.map(Part.name)
    let elements = if case .name(let elements)? = parts.last { elements } else { [Element]() }
    prefilter = Prefilter(ASCIISet(elements.compactMap(\.scalar)), first: elements.first?.scalar)
  }

  private static func requireSingleLinePattern(_ text: String) throws(Malformed) {
    if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      throw Malformed(description: "it contains a control character; write `?` in its place")
    }
    if text.hasPrefix("#") {
      throw Malformed(description: "a pattern that begins with # is a comment in .gitignore; write `\\#`")
    }
  }

  private static func requireNoDotSegments(_ pattern: ArraySlice<Unicode.Scalar>) throws(Malformed) {
    let segments = pattern.split(separator: "/").map { String(String.UnicodeScalarView($0)) }
    guard let dots = segments.first(where: { $0 == "." || $0 == ".." }) else { return }
    throw Malformed(
      description:
        "no path has a part \(dots), which .gitignore does not read either; write the path below the content directory, as `/news/2024/drafts/`"
    )
  }

  private static func partsOfPath(_ names: [[Element]]) throws(Malformed) -> [Part] {
    var parts = names.map { name in
      name.count > 1 && name.allSatisfy { $0 == .anyText } ? .anyDirectories : Part.name(name)
    }
    if names[0].isEmpty { parts.removeFirst() }
    if parts.contains(.name([])) {
      throw Malformed(description: "it has two adjacent slashes, so no path can match; write one slash")
    }
    // `a/**` matches everything in `a`, but not `a` itself.
    if parts.last == .anyDirectories { parts.append(.name([.anyText])) }
    return parts
  }

  // Trailing spaces are ignored unless a backslash precedes them.
  private static func withoutTrailingSpaces(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var end = scalars.count
    while end > 0, scalars[end - 1] == " " { end -= 1 }
    let backslashes = scalars[..<end].reversed().prefix { $0 == "\\" }.count
    if end < scalars.count, backslashes % 2 == 1 { end += 1 }
    return Array(scalars[..<end])
  }
}

// MARK: Matching

extension IgnorePattern {
  /// Properties of a name, or of every name that matches a pattern. They show cheaply for nearly all names that no pattern
  /// matches.
  struct Prefilter: Hashable, Sendable {
    // The ASCII characters in the name.
    private let ascii: ASCIISet
    // The first character; 0 when a pattern does not fix it.
    private let first: UInt32

    /// Makes a prefilter of the ASCII characters, and of the first character if it is fixed.
    init(_ ascii: ASCIISet, first: UInt32?) {
      self.ascii = ascii
      self.first = first ?? 0
    }

    /// Whether a name with another prefilter may match the pattern of this one.
    func admits(_ name: Prefilter) -> Bool {
      ascii.isSubset(of: name.ascii) && (first == 0 || first == name.first)
    }
  }

  /// Whether the pattern matches a name, or its path if `isForPaths`.
  /// - Parameter directory: the components of the path before the name; needed only if `isForPaths`.
  func matches(_ name: NormalizedName, in directory: [[UInt32]]) -> Bool {
    if !isForPaths, case .name(let elements) = parts[0] { return Self.matches(elements, name.scalars) }
    return Self.matchesWild(
      parts, directory + [name.scalars], isWild: { $0 == .anyDirectories },
      matchesOne: { part, name in
        if case .name(let elements) = part { Self.matches(elements, name) } else { false }
      })
  }

  /// Whether the pattern matches paths, but none below a directory of the content directory.
  func excludesPaths(below directory: String) -> Bool {
    guard isForPaths, case .name(let elements)? = parts.first else { return false }
    return !Self.matches(elements, directory.unicodeScalars.map(\.value))
  }

  private static func matches(_ elements: [Element], _ name: [UInt32]) -> Bool {
    matchesWild(
      elements, name, isWild: { $0 == .anyText },
      matchesOne: { element, scalar in
        switch element {
        case .scalar(let wanted): wanted == scalar
        case .anyScalar: true
        case .anyText: false
        case .set(let set): set.contains(scalar)
        }
      })
  }

  // Matches items against a pattern in which wild elements match any number of items. Backtracking to the last wild element is
  // sufficient, so that the time is at most the product of both lengths.
  private static func matchesWild<Wanted, Item>(
    _ pattern: [Wanted], _ items: [Item], isWild: (Wanted) -> Bool, matchesOne: (Wanted, Item) -> Bool
  ) -> Bool {
    var next = 0
    var item = 0
    var retry: (pattern: Int, item: Int)?
    while item < items.count {
      if next < pattern.count, isWild(pattern[next]) {
        next += 1
        retry = (next, item)
      } else if next < pattern.count, matchesOne(pattern[next], items[item]) {
        next += 1
        item += 1
      } else if let last = retry {
        next = last.pattern
        item = last.item + 1
        retry = (next, item)
      } else {
        return false
      }
    }
    return pattern[next...].allSatisfy(isWild)
  }
}

// MARK: Parsing

extension IgnorePattern {
  private struct Parser {
    private var rest: ArraySlice<Unicode.Scalar>

    init(_ scalars: ArraySlice<Unicode.Scalar>) { rest = scalars }

    // The names between slashes; empty at the start and the end of the pattern, and between two slashes.
    mutating func names() throws(Malformed) -> [[Element]] {
      var names: [[Element]] = [[]]
      while let scalar = rest.popFirst() {
        switch scalar {
        case "/": names.append([])
        case "*": names[names.count - 1].append(.anyText)
        case "?": names[names.count - 1].append(.anyScalar)
        case "[": names[names.count - 1].append(.set(try set()))
        case "\\":
          guard let next = rest.popFirst() else {
            throw Malformed(description: "the backslash at its end escapes nothing; write `\\\\`")
          }
          if next == "/" { names.append([]) } else { names[names.count - 1].append(.scalar(next.value)) }
        default: names[names.count - 1].append(.scalar(scalar.value))
        }
      }
      return names
    }

    // Parses the set behind `[`, up to `]`.
    private mutating func set() throws(Malformed) -> ScalarSet {
      var set = ScalarSet()
      if let first = rest.first, first == "!" || first == "^" {
        set.isNegated = true
        rest.removeFirst()
      }
      var isFirst = true
      var previous: UInt32?
      while let scalar = rest.popFirst() {
        if scalar == "]", !isFirst { return set }
        isFirst = false
        if scalar == "[", rest.first == ":", let ranges = try characterClass() {
          set.ranges += ranges
          previous = nil
        } else if scalar == "-", let low = previous, let next = rest.first, next != "]" {
          let high = try escaped(rest.removeFirst())
          guard low <= high else {
            throw Malformed(
              description: "the range before \"\(next)\" goes backwards; write the lower end first")
          }
          set.ranges.append(low...high)
          previous = nil
        } else {
          let value = try escaped(scalar)
          set.ranges.append(value...value)
          previous = value
        }
      }
      throw Malformed(description: "a [ has no ]; write `\\[` for the character itself")
    }

    private mutating func escaped(_ scalar: Unicode.Scalar) throws(Malformed) -> UInt32 {
      guard scalar == "\\" else { return scalar.value }
      guard let next = rest.popFirst() else {
        throw Malformed(description: "a [ has no ]; write `\\[` for the character itself")
      }
      return next.value
    }

    // Parses a class `[:class:]` from its first colon; `nil` when there is no class.
    private mutating func characterClass() throws(Malformed) -> [ClosedRange<UInt32>]? {
      guard let end = rest.firstIndex(of: "]") else { return nil }
      let name = rest[(rest.startIndex + 1)..<end]
      guard name.last == ":" else { return nil }
      let text = String(String.UnicodeScalarView(name.dropLast()))
      guard let ranges = ScalarSet.classes[text] else {
        throw Malformed(description: "[:\(text):] is no class of characters; alpha, digit and alnum are")
      }
      rest = rest[(end + 1)...]
      return ranges
    }
  }

  // The characters between `[` and `]`.
  private struct ScalarSet: Hashable, Sendable {
    var isNegated = false
    var ranges: [ClosedRange<UInt32>] = []

    func contains(_ scalar: UInt32) -> Bool { ranges.contains { $0.contains(scalar) } != isNegated }

    // The character classes of POSIX, in ASCII as in git.
    static let classes: [String: [ClosedRange<UInt32>]] = [
      "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A],
      "alpha": [0x41...0x5A, 0x61...0x7A],
      "blank": [0x09...0x09, 0x20...0x20],
      "cntrl": [0x00...0x1F, 0x7F...0x7F],
      "digit": [0x30...0x39],
      "graph": [0x21...0x7E],
      "lower": [0x61...0x7A],
      "print": [0x20...0x7E],
      "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E],
      "space": [0x09...0x0D, 0x20...0x20],
      "upper": [0x41...0x5A],
      "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
    ]
  }
}
