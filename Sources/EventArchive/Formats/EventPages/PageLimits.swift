internal import Primitives

/// How much of one page is used. The limits are far above what pages of news hold, and keep the cost of any page in proportion
/// to its size: an event with n names is written to n feeds, with n categories in each. Bytes count as feeds write them, where `&`
/// becomes `&amp;`.
package enum PageLimits {
  /// The longest title, in bytes; the rest of a longer one is left out.
  package static let titleBytes = 2_000
  /// The longest summary, in bytes; the rest of a longer one is left out.
  package static let summaryBytes = 32_768
  /// The most lines in each list of a page: sources, changes, related events, and contexts in its own body.
  package static let listItems = 100
  /// The most bytes that the lines of all lists of a page have together.
  package static let listBytes = 65_536
  /// The most different names in all contexts of a page, and in one context of a day's page.
  package static let names = 100
  /// The longest name, in bytes; the rest of a longer one is left out.
  package static let nameBytes = 200
  /// The most entities of one event, whatever the number of pages that name them.
  package static let entities = 100
  /// The most countries of one event.
  package static let countries = 64
  /// The most problems that are reported of one page.
  package static let problems = 100
}

/// Leaves out of the contexts of a page the names that are beyond its limits.
struct NameLimiter {
  /// What is left of a context, and what was left out of it.
  struct Result {
    /// The names that are used, joined by `, `.
    var text: TextSlice
    /// How many names were too long.
    var tooLong = 0
    /// How many names were too many.
    var tooMany = 0

    /// What was left out and what to do, `nil` for nothing.
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

  // Contexts so far, and at most so many names in them; the names themselves are collected only when these are too many.
  private var contexts: [TextSlice] = []
  private var count = 0
  private var known: Set<TextSlice> = []

  /// Takes a context, which lies within `file`.
  mutating func limit(_ context: UnsafeBufferPointer<UInt8>, of file: TextSlice) -> Result {
    let whole = file.slice(context)
    count += 1 + context.count { $0 == 0x2C || $0 == 0x3B }
    if count <= PageLimits.names, context.escapedCount <= PageLimits.nameBytes {
      contexts.append(whole)
      return Result(text: whole)
    }
    for context in contexts {
      context.withBytes { ContextList.forEachName($0) { known.insert(file.slice($0)) } }
    }
    contexts = []
    var (result, names) = (Result(text: whole), [TextSlice]())
    ContextList.forEachName(context) { name in
      let isTooLong = name.escapedCount > PageLimits.nameBytes
      if isTooLong { result.tooLong += 1 }
      let name = file.slice(isTooLong ? name.beginning(name.count(escaped: PageLimits.nameBytes)) : name)
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
  /// The number of bytes that a text has where it is escaped once: as an attribute in XML, or in a string of JSON.
  var escapedCount: Int { reduce(0) { $0 + Self.escapedSize($1) } }

  /// The most bytes at the beginning of a text that have no more than `limit` where they are escaped.
  func count(escaped limit: Int) -> Int {
    var (count, size) = (0, 0)
    while count < self.count {
      size += Self.escapedSize(self[count])
      if size > limit { break }
      count += 1
    }
    return count
  }

  /// The most bytes that one byte becomes where it is escaped.
  static var mostEscaped: Int { 6 }

  private static func escapedSize(_ byte: UInt8) -> Int {
    switch byte {
    case 0x26: 5  // &amp;
    case 0x22: 6  // &quot;
    case 0x3C, 0x3E: 4  // &lt; &gt;
    case 0x5C: 2  // \\
    default: 1
    }
  }

  /// The beginning of a text in UTF-8 that has more bytes than `limit`: whole characters and references to such, and whole words
  /// if these are short.
  func beginning(_ limit: Int) -> Self {
    var end = Swift.max(0, Swift.min(limit, count))
    while end > 0, end < count, self[end] & 0xC0 == 0x80 { end -= 1 }
    let tail = slice(Swift.max(0, end - 12)..<end)
    if let start = tail.lastIndex(of: 0x26), !tail[start...].contains(0x3B) { end -= tail.count - start }
    let lastWord = slice(Swift.max(0, end - 100)..<end).lastIndex(of: 0x20)
    return slice(..<(lastWord.map { Swift.max(0, end - 100) + $0 } ?? end)).trimmed
  }
}
