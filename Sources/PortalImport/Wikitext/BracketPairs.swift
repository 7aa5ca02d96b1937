internal import Primitives

/// The pairs of brackets of a text: `[[ ]]`, `{{ }}`, and `[https://… ]`. Found in one pass, so that the cost of unclosed brackets is
/// proportional to the text.
struct BracketPairs {
  /// The kind of a pair.
  enum Kind {
    case link, template, external
  }

  /// A pair.
  struct Pair {
    var kind: Kind
    /// The offsets of the text between the brackets.
    var contents: Range<Int>
    /// The offset behind the closing bracket.
    var end: Int
  }

  private struct Opening {
    var kind: Kind
    var offset: Int
  }

  private var pairs: [Int: Pair] = [:]
  private var open: [Opening] = []
  private var openCounts: [Kind: Int] = [:]

  /// Finds the pairs of a text.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    while index < bytes.count {
      if let kind = Self.opening(in: bytes, at: index) {
        open.append(Opening(kind: kind, offset: index))
        openCounts[kind, default: 0] += 1
        index += kind.openingLength
      } else {
        index += close(bytes, at: index)
      }
    }
    open = []
  }

  /// The pair that begins at an offset; `nil` when none does.
  subscript(offset: Int) -> Pair? { pairs[offset] }

  /// Whether an address of another site begins at an offset.
  static func isAddress(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    bytes.holds("http://", at: index) || bytes.holds("https://", at: index)
  }
}

extension BracketPairs {
  private static func opening(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Kind? {
    if bytes.holds("{{", at: index) { return .template }
    guard bytes[index] == .leftBracket else { return nil }
    if isAddress(bytes, at: index + 1) || bytes.holds("//", at: index + 1) { return .external }
    // `[[https://…` is a mistake for `[https://…`: the second bracket begins the link.
    return bytes.holds("[[", at: index) && !isAddress(bytes, at: index + 2) ? .link : nil
  }

  // Closes the pair that ends at an offset, if any. Returns the number of bytes to skip.
  private mutating func close(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    switch bytes[index] {
    case .rightBracket:
      if open.last?.kind == .external { return close(.external, at: index) }
      if bytes.holds("]]", at: index), isOpen(.link) { return close(.link, at: index) }
      return isOpen(.external) ? close(.external, at: index) : 1
    case UInt8(ascii: "}") where bytes.holds("}}", at: index) && isOpen(.template):
      return close(.template, at: index)
    default:
      return 1
    }
  }

  private func isOpen(_ kind: Kind) -> Bool { openCounts[kind, default: 0] > 0 }

  // Closes the innermost open pair of a kind. Brackets inside it that are not closed are none.
  private mutating func close(_ kind: Kind, at index: Int) -> Int {
    while let opening = open.popLast() {
      openCounts[opening.kind, default: 0] -= 1
      guard opening.kind == kind else { continue }
      let contents = (opening.offset + kind.openingLength)..<index
      pairs[opening.offset] = Pair(kind: kind, contents: contents, end: index + kind.closingLength)
      break
    }
    return kind.closingLength
  }
}

extension BracketPairs.Kind {
  fileprivate var openingLength: Int { self == .external ? 1 : 2 }
  fileprivate var closingLength: Int { self == .external ? 1 : 2 }
}
