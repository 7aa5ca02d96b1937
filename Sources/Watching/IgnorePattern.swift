internal import Foundation

/// One pattern of names and paths to leave out, in the language of gitignore(5).
package struct IgnorePattern: Hashable, Sendable {
  /// Why a text is no pattern.
  package struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and what to do.
    package let description: String
  }

  // What one character of a name is compared with.
  private enum Element: Hashable, Sendable {
    case scalar(UInt32)
    case anyScalar
    case anyText
    case set(ScalarSet)

    // The one character that it stands for.
    var scalar: UInt32? { if case .scalar(let scalar) = self { scalar } else { nil } }
  }

  // What one part of a path is compared with.
  private enum Part: Hashable, Sendable {
    case name([Element])
    case anyDirectories
  }

  /// The pattern as it was written.
  package let text: String
  /// Whether what matches is brought back (`!`).
  package let isNegated: Bool
  /// Whether the pattern matches directories alone (a slash at the end).
  package let isForDirectories: Bool
  /// Whether the pattern is compared with whole paths (a slash elsewhere), not with the last part of each.
  package let isForPaths: Bool

  private let parts: [Part]
  /// What every name that matches has.
  let glance: Glance

  /// Reads a pattern.
  /// - Throws: `Malformed` when the text can match nothing, or is a comment in a .gitignore file.
  package init(_ text: String) throws(Malformed) {
    self.text = text
    if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      throw Malformed(description: "it holds a control character; write `?` in its place")
    }
    if text.hasPrefix("#") {
      throw Malformed(description: "a pattern that begins with # is a comment in .gitignore; write `\\#`")
    }
    var rest = Self.withoutTrailingSpaces(Array(text.precomposedStringWithCanonicalMapping.unicodeScalars))[
      ...]
    isNegated = rest.first == "!"
    if isNegated { rest = rest.dropFirst() }
    isForDirectories = rest.last == "/"
    if isForDirectories { rest = rest.dropLast() }
    let segments = rest.split(separator: "/").map { String(String.UnicodeScalarView($0)) }
    if let dots = segments.first(where: { $0 == "." || $0 == ".." }) {
      throw Malformed(
        description:
          "no path has a part \(dots), which .gitignore does not read either; write the path below the content directory, as `/news/2024/drafts/`"
      )
    }
    var parser = Parser(rest)
    let names = try parser.names()
    isForPaths = rest.contains("/")
    var parts = names.map {
      $0.count > 1 && $0.allSatisfy { $0 == .anyText } ? .anyDirectories : Part.name($0)
    }
    if !isForPaths {
      parts = names.map(Part.name)
    } else if names[0].isEmpty {
      parts.removeFirst()
    }
    if names.joined().isEmpty { throw Malformed(description: "it names nothing; take it out of the list") }
    if parts.contains(.name([])) {
      throw Malformed(description: "two slashes stand side by side, where no path can match; write one")
    }
    // `a/**` is all that is in `a`, not `a` itself.
    if parts.last == .anyDirectories { parts.append(.name([.anyText])) }
    self.parts = parts
    let elements = if case .name(let elements)? = parts.last { elements } else { [Element]() }
    glance = Glance(ASCIISet(elements.compactMap(\.scalar)), first: elements.first?.scalar)
  }

  // Spaces at the end do not count unless a backslash stands before them.
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
  /// What can be seen of a name, or of every name that matches a pattern, without comparing them: nearly all names are told
  /// by this alone to match no pattern.
  struct Glance: Hashable, Sendable {
    // The ASCII characters that it has.
    private let ascii: ASCIISet
    // The character that it begins with; 0 when that is not always the same.
    private let first: UInt32

    /// Takes the ASCII characters, and the first of all if it is known.
    init(_ ascii: ASCIISet, first: UInt32?) { (self.ascii, self.first) = (ascii, first ?? 0) }

    /// Whether a name may match the pattern.
    func admits(_ name: Glance) -> Bool {
      ascii.isSubset(of: name.ascii) && (first == 0 || first == name.first)
    }
  }

  /// Whether a name matches, or a path if the pattern is one of paths.
  /// - Parameter directory: the parts of the path before the name; none are needed unless the pattern is one of paths.
  func matches(_ name: IgnoredName, in directory: [[UInt32]]) -> Bool {
    if !isForPaths, case .name(let elements) = parts[0] { return Self.matches(elements, name.scalars) }
    return Self.matchesWild(
      parts, directory + [name.scalars], isWild: { $0 == .anyDirectories },
      matchesOne: { part, name in
        if case .name(let elements) = part { Self.matches(elements, name) } else { false }
      })
  }

  /// Whether the pattern is one of paths of which none is below a directory of the content directory.
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

  // Compares a list with a pattern in which wild elements match any number of items. Going back to the last wild element is
  // enough, so that no pattern takes more than the product of both lengths.
  private static func matchesWild<Wanted, Item>(
    _ pattern: [Wanted], _ items: [Item], isWild: (Wanted) -> Bool, matchesOne: (Wanted, Item) -> Bool
  ) -> Bool {
    var (next, item) = (0, 0)
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

    // The names between slashes; an empty one where a slash begins or ends the pattern, or follows another.
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
            throw Malformed(description: "the backslash at its end has nothing to stand before; write `\\\\`")
          }
          if next == "/" { names.append([]) } else { names[names.count - 1].append(.scalar(next.value)) }
        default: names[names.count - 1].append(.scalar(scalar.value))
        }
      }
      return names
    }

    // What follows `[`, up to `]`.
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
        if scalar == "[", rest.first == ":", let name = try className() {
          set.classes.append(name)
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

    // The class of `[:class:]`, before whose first colon `rest` begins; `nil` for a bracket that begins none.
    private mutating func className() throws(Malformed) -> ScalarSet.Class? {
      guard let end = rest.firstIndex(of: "]") else { return nil }
      let name = rest[(rest.startIndex + 1)..<end]
      guard name.last == ":" else { return nil }
      let text = String(String.UnicodeScalarView(name.dropLast()))
      guard let known = ScalarSet.Class(rawValue: text) else {
        throw Malformed(description: "[:\(text):] is no class of characters; alpha, digit and alnum are")
      }
      rest = rest[(end + 1)...]
      return known
    }
  }

  // The characters between `[` and `]`.
  private struct ScalarSet: Hashable, Sendable {
    // The classes of POSIX, which are of ASCII as in git.
    enum Class: String, Sendable {
      case alnum, alpha, blank, cntrl, digit, graph, lower, print, punct, space, upper, xdigit

      func contains(_ scalar: UInt32) -> Bool {
        switch self {
        case .alnum: Self.alpha.contains(scalar) || Self.digit.contains(scalar)
        case .alpha: Self.lower.contains(scalar) || Self.upper.contains(scalar)
        case .blank: scalar == 0x20 || scalar == 0x09
        case .cntrl: scalar < 0x20 || scalar == 0x7F
        case .digit: (0x30...0x39).contains(scalar)
        case .graph: (0x21...0x7E).contains(scalar)
        case .lower: (0x61...0x7A).contains(scalar)
        case .print: (0x20...0x7E).contains(scalar)
        case .punct: Self.graph.contains(scalar) && !Self.alnum.contains(scalar)
        case .space: scalar == 0x20 || (0x09...0x0D).contains(scalar)
        case .upper: (0x41...0x5A).contains(scalar)
        case .xdigit: Self.digit.contains(scalar) || (0x61...0x66).contains(scalar | 0x20)
        }
      }
    }

    var isNegated = false
    var ranges: [ClosedRange<UInt32>] = []
    var classes: [Class] = []

    func contains(_ scalar: UInt32) -> Bool {
      let isIn = ranges.contains { $0.contains(scalar) } || classes.contains { $0.contains(scalar) }
      return isIn != isNegated
    }
  }
}
