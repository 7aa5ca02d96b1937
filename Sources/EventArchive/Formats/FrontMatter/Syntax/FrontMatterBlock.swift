internal import Primitives

/// The place of front matter in a file.
struct FrontMatterBlock: Hashable {
  /// The syntax.
  var syntax: FrontMatter.Syntax
  /// The bytes between the delimiters.
  var content: Range<Int>
  /// The line where the content begins, counted from 1.
  var contentLine: Int
  /// The index of the first byte of the body.
  var bodyStart: Int
  /// The line where the body begins.
  var bodyLine: Int

  /// Finds the front matter of a file; `nil` when there is none or it has no end.
  /// - Parameter acceptsHeader: whether lines `Key: value` without delimiters are front matter.
  init?(_ file: UnsafeBufferPointer<UInt8>, acceptsHeader: Bool) {
    // A byte order mark.
    let start = file.holds("\u{FEFF}", at: 0) ? 3 : 0
    var lines = FrontMatterLines(file.slice(start...), firstLine: 1)
    var next = lines.next()
    while let line = next, line.isBlank { next = lines.next() }
    guard let first = next else { return nil }
    let found =
      Self.delimited(first, lines, start: start)
      ?? Self.object(file, first, start: start)
      ?? (acceptsHeader ? Self.header(first, lines, start: start) : nil)
    guard let found else { return nil }
    self = found
  }
}

extension FrontMatterBlock {
  private init(
    syntax: FrontMatter.Syntax, content: Range<Int>, contentLine: Int, bodyStart: Int, bodyLine: Int
  ) {
    self.syntax = syntax
    self.content = content
    self.contentLine = contentLine
    self.bodyStart = bodyStart
    self.bodyLine = bodyLine
  }

  // Front matter between lines `---` or `+++`.
  private static func delimited(
    _ first: FrontMatterLines.Line, _ lines: FrontMatterLines, start: Int
  ) -> FrontMatterBlock? {
    let syntax: FrontMatter.Syntax
    switch delimiter(first) {
    case "---": syntax = .yaml
    case "+++": syntax = .toml
    default: return nil
    }
    let ends = syntax == .yaml ? ["---", "..."] : ["+++"]
    for line in lines where delimiter(line).map(ends.contains) ?? false {
      return FrontMatterBlock(
        syntax: syntax, content: (start + first.end)..<(start + line.start), contentLine: first.number + 1,
        bodyStart: start + line.end, bodyLine: line.number + 1)
    }
    return nil
  }

  // The three characters of a line that has no others, apart from blanks at its end.
  private static func delimiter(_ line: FrontMatterLines.Line) -> String? {
    let text = line.bytes.dropping(fromEndWhile: ByteSet(" \t"))
    return text.count == 3 ? String(decoding: text, as: UTF8.self) : nil
  }

  // An object of JSON, up to its closing brace.
  private static func object(
    _ file: UnsafeBufferPointer<UInt8>, _ first: FrontMatterLines.Line, start: Int
  ) -> FrontMatterBlock? {
    // `{{` and `{%` begin templates.
    let braces = first.bytes.dropping(while: ByteSet(" \t")).prefix(2).map { $0 }
    guard braces.first == UInt8(ascii: "{"), braces.last != .percentSign,
      braces.count == 1 || braces.last != UInt8(ascii: "{")
    else { return nil }
    guard let end = JSONReader.end(of: file, from: start + first.start) else { return nil }
    let rest = file.slice(end...)
    let lineEnd = rest.index(of: .lineFeed) ?? rest.count
    let isAlone = rest.slice(..<lineEnd).allSatisfy { $0.isBlank || $0 == .carriageReturn }
    let ends = file.slice(..<end).count { $0 == .lineFeed }
    return FrontMatterBlock(
      syntax: .json, content: (start + first.start)..<end, contentLine: first.number,
      bodyStart: isAlone ? min(file.count, end + lineEnd + 1) : end, bodyLine: ends + (isAlone ? 2 : 1))
  }

  // Lines `Key: value` up to a blank line. The first key must be one that begins headers.
  private static func header(
    _ first: FrontMatterLines.Line, _ lines: FrontMatterLines, start: Int
  ) -> FrontMatterBlock? {
    guard let key = HeaderReader.field(first)?.key, firstKeys.contains(key.lowercased()) else { return nil }
    var end = first
    for line in lines {
      if line.isBlank {
        return FrontMatterBlock(
          syntax: .header, content: (start + first.start)..<(start + line.start), contentLine: first.number,
          bodyStart: start + line.end, bodyLine: line.number + 1)
      }
      guard line.isIndented || HeaderReader.field(line) != nil else { break }
      end = line
    }
    return FrontMatterBlock(
      syntax: .header, content: (start + first.start)..<(start + end.end), contentLine: first.number,
      bodyStart: start + end.end, bodyLine: end.number + 1)
  }

  private static let firstKeys: Set<String> = [
    "title", "date", "author", "authors", "category", "tags", "slug", "status", "lang", "summary",
  ]
}
