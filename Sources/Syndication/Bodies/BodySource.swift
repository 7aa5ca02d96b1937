internal import Primitives

/// Prepares the body of a post for the parser of Markdown or HTML: replaces what only a site's generator could run by its fallback.
///
/// Code stays as it is. Each byte is read once; searches for the end of a tag remember their results.
struct BodySource {
  /// The text for the parser, with marks for `inserts`.
  var output: [UInt8] = []
  /// The parts that are put in behind the parser.
  private(set) var inserts = BodyInserts()
  /// The names of the tags without a fallback, with the number of their occurrences.
  private(set) var unknownTags: [String: Int] = [:]
  /// The references to files that are not there.
  var lostReferences: [String] = []

  /// The body.
  let input: UnsafeBufferPointer<UInt8>
  /// The notations that are read.
  let dialect: BodyDialect
  /// The values that templates may print.
  let values: TemplateValues
  /// Makes addresses absolute.
  let links: BodyLinks

  /// The position in the input.
  var index = 0
  /// The next places of delimiters.
  var search: DelimiterSearch
  /// The variables that the body has set.
  var variables: [String: String] = [:]
  /// The names of the pairs of tags without an end in the rest of the input.
  var unclosed: Set<String> = []
  /// The number of conditions that are open.
  var openConditions = 0
  /// The end of the text in which tags are text.
  var literalEnd = 0
  /// The place in the output of the last value of an expression.
  var lastValue: Range<Int>?
  /// The state of the lines.
  var lines = BodyLineState()
  /// The number of components and expressions of MDX without an end. Further ones are text.
  var failures = 0

  private let marks: ByteSet

  /// Prepares a body.
  init(
    _ input: UnsafeBufferPointer<UInt8>, dialect: BodyDialect, values: TemplateValues, links: BodyLinks
  ) {
    self.input = input
    self.dialect = dialect
    self.values = values
    self.links = links
    search = DelimiterSearch(input)
    var marks = ByteSet("{<\\")
    if dialect.contains(.markdown) { marks = marks.union(ByteSet("\n`")) }
    if dialect.contains(.notes) { marks = marks.union(ByteSet("[!%")) }
    self.marks = marks
    output.reserveCapacity(input.count + input.count / 8)
    run()
  }

  private mutating func run() {
    var isLineStart = dialect.contains(.markdown)
    while index < input.count {
      if isLineStart, beginLine() { continue }
      copyPlainText()
      guard index < input.count else { return }
      isLineStart = input[index] == .lineFeed && dialect.contains(.markdown)
      if !replace() { copy(1) }
    }
  }

  private mutating func copyPlainText() {
    let start = index
    while index < input.count, !marks.contains(input[index]) { index += 1 }
    output += input[start..<index]
  }

  // Replaces what begins at the position, and moves behind it. Returns false when nothing does.
  private mutating func replace() -> Bool {
    switch input[index] {
    case .leftBrace: replaceBraces()
    case .lessThanSign: copyCodeElement() || replaceComponent()
    case .backtick: copyCodeSpan()
    case .backslash: copyEscape()
    case .leftBracket: replaceNoteLink(isEmbedded: false)
    case .exclamationMark: replaceNoteLink(isEmbedded: true)
    case .percentSign: replaceNoteComment()
    default: false
    }
  }

  private mutating func copyEscape() -> Bool {
    guard index + 1 < input.count, input[index + 1] != .lineFeed else { return false }
    // A tag behind a backslash is a tag.
    guard input[index + 1] != .leftBrace else { return false }
    copy(2)
    return true
  }
}

extension BodySource {
  /// Copies bytes of the input.
  mutating func copy(_ count: Int) {
    let end = min(index + count, input.count)
    output += input[index..<end]
    index = end
  }

  /// Appends text to the output.
  mutating func append(_ text: String) { output += text.utf8 }

  /// Appends the mark of an insert.
  mutating func append(_ insert: BodyInsert) { inserts.append(insert, to: &output) }

  /// Removes spaces and tabs at the end of the output.
  mutating func removeBlanks() { while let last = output.last, last.isBlank { output.removeLast() } }

  /// Leaves out a tag that has no fallback.
  mutating func leaveOut(tag name: String) {
    unknownTags[name, default: 0] += 1
    append(.nothing)
  }

  /// The absolute address of a file, encoded so that Markdown and HTML take it for one; `nil` when there is none.
  mutating func address(ofFile reference: String) -> String? {
    guard let address = links.file(reference).flatMap(WebAddress.valid) else {
      if !reference.isEmpty { lostReferences.append(reference) }
      return nil
    }
    return address.replacing("(", with: "%28").replacing(")", with: "%29")
  }

  /// The index of the end of the line at a position.
  func endOfLine(from position: Int) -> Int {
    guard position < input.count else { return input.count }
    return input.slice(position...).index(of: .lineFeed).map { position + $0 } ?? input.count
  }

  /// Whether only blanks are before a position in its line.
  func isFirst(at position: Int) -> Bool {
    var place = position
    while place > 0, input[place - 1].isBlank { place -= 1 }
    return place == 0 || input[place - 1] == .lineFeed
  }

  /// The index of the end of the line if only blanks are between it and a position.
  func endIfLast(at position: Int) -> Int? {
    var place = position
    while place < input.count, input[place].isBlank || input[place] == .carriageReturn { place += 1 }
    return place == input.count || input[place] == .lineFeed ? place : nil
  }
}
