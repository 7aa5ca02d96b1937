internal import Primitives

/// The limits of a page's contents. They are far above the contents of usual news pages, and keep the cost of any page proportional to
/// its size: an event with n names is written to n feeds, with n categories in each. Bytes are counted in escaped form (`&amp;`).
package enum PageLimits {
  /// The longest title, in bytes. A longer one is cut.
  package static let titleBytes = 2_000
  /// The longest summary, in bytes. A longer one is cut.
  package static let summaryBytes = 32_768
  /// The largest number of lines in each list of a page: sources, changes, related events, and contexts in its body.
  package static let listItems = 100
  /// The largest number of bytes in all lists of a page.
  package static let listBytes = 65_536
  /// The largest number of different names in all contexts of a page, and in one context of a day's page.
  package static let names = 100
  /// The longest name, in bytes. A longer one is cut.
  package static let nameBytes = 200
  /// The largest number of entities of one event, from all its pages.
  package static let entities = 100
  /// The largest number of countries of one event.
  package static let countries = 64
  /// The largest number of reported problems of one page.
  package static let problems = 100
}

/// Applies the limits of names to the contexts of a page.
struct NameLimiter {
  /// A context within the limits.
  struct Result {
    /// The names, joined by `, `.
    var text: TextSlice
    /// The number of names that were cut.
    var tooLong = 0
    /// The number of names that were left out.
    var tooMany = 0

    /// The fault and the remedy; `nil` when nothing was cut or left out.
    var problem: String? {
      switch (tooLong, tooMany) {
      case (0, 0): nil
      case (_, 0):
        "names of more than \(PageLimits.nameBytes) bytes in feeds, of which the rest is left out (\(tooLong)); shorten them"
      default:
        "more than \(PageLimits.names) names, so that \(tooMany) of this line are left out; remove some"
      }
    }
  }

  // The contexts so far whose names are not in `known`: names are only collected when there may be too many.
  private var contexts: [TextSlice] = []
  // An upper bound for the number of names so far.
  private var count = 0
  private var known: Set<TextSlice> = []

  /// Applies the limits to the next context, which is part of `file`.
  mutating func limit(_ context: UnsafeBufferPointer<UInt8>, of file: TextSlice) -> Result {
    let whole = file.slice(context)
    count += 1 + context.count { $0 == .comma || $0 == .semicolon }
    if count <= PageLimits.names, context.escapedCount <= PageLimits.nameBytes {
      contexts.append(whole)
      return Result(text: whole)
    }
    for context in contexts {
      context.withBytes { ContextList.forEachName($0) { known.insert(file.slice($0)) } }
    }
    contexts = []
    var result = Result(text: whole)
    var names: [TextSlice] = []
    ContextList.forEachName(context) { name in
      let isTooLong = name.escapedCount > PageLimits.nameBytes
      if isTooLong { result.tooLong += 1 }
      let name = file.slice(isTooLong ? name.cut(toEscaped: PageLimits.nameBytes) : name)
      if name.isEmpty { return }
      if known.count < PageLimits.names || known.contains(name) {
        known.insert(name)
        names.append(name)
      } else {
        result.tooMany += 1
      }
    }
    if result.problem != nil { result.text = TextSlice(names.map(\.string).joined(separator: ", ")) }
    return result
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The number of bytes of the text in escaped form: as an attribute in XML, or in a string of JSON.
  var escapedCount: Int { reduce(0) { $0 + Self.escapedSize($1) } }

  /// The largest escaped form of one byte, in bytes.
  static var largestEscape: Int { 6 }

  /// The beginning of a text in UTF-8 that is longer than a limit: whole characters and character references, and whole words if
  /// these are short.
  /// - Parameter limit: the largest number of bytes in escaped form.
  func cut(toEscaped limit: Int) -> Self {
    var end = escapedPrefixCount(limit)
    while end > 0, end < count, self[end] & 0xC0 == 0x80 { end -= 1 }
    let tail = slice(Swift.max(0, end - 12)..<end)
    if let start = tail.lastIndex(of: .ampersand), !tail[start...].contains(.semicolon) {
      end -= tail.count - start
    }
    let wordsStart = Swift.max(0, end - 100)
    let lastSpace = slice(wordsStart..<end).lastIndex(of: .space)
    return slice(..<(lastSpace.map { wordsStart + $0 } ?? end)).trimmed
  }

  // The largest number of bytes at the beginning whose escaped form is within a limit.
  private func escapedPrefixCount(_ limit: Int) -> Int {
    var prefix = 0
    var size = 0
    while prefix < count {
      size += Self.escapedSize(self[prefix])
      if size > limit { break }
      prefix += 1
    }
    return prefix
  }

  private static func escapedSize(_ byte: UInt8) -> Int {
    switch byte {
    case .ampersand: 5  // &amp;
    case .quotationMark: 6  // &quot;
    case .lessThanSign, .greaterThanSign: 4  // &lt; &gt;
    case .backslash: 2  // \\
    default: 1
    }
  }
}
