internal import EventArchive
internal import Primitives

/// Parses expressions by recursive descent: or, and, not, term.
struct TopicExpressionParser {
  private typealias SyntaxError = TopicExpression.SyntaxError
  private typealias Node = TopicExpression.Node

  private enum Token: Equatable {
    case word(String)
    case field(String, value: String, column: Int)
    case open
    case close
    case end
  }

  // Limits of length and nesting: beyond them, expressions are mistakes, and slow.
  private static let maxCharacters = 10_000
  private static let maxDepth = 100

  private let characters: [Character]
  private let gazetteer: Gazetteer
  private var index = 0
  private var token = Token.end
  private var column = 1
  private var depth = 0

  /// Makes a parser of a text.
  init(_ text: String, gazetteer: Gazetteer) {
    characters = Array(text)
    self.gazetteer = gazetteer
  }

  /// Parses the whole text.
  mutating func parse() throws(TopicExpression.SyntaxError) -> TopicExpression.Node {
    guard characters.count <= Self.maxCharacters else {
      throw SyntaxError(column: Self.maxCharacters + 1, reason: "the expression is too long")
    }
    try advance()
    if token == .end { throw SyntaxError(column: 1, reason: "the expression is empty; \(Self.example)") }
    let node = try alternatives()
    guard token == .end else { throw error("this \")\" closes nothing") }
    return node
  }
}

extension TopicExpressionParser {
  private static let fields =
    TopicKind.terms.map(\.name) + EntityType.allCases.map(\.rawValue) + ["text", "from", "to"]
  private static let fieldList = fields.dropLast().map { "\($0):" }.joined(separator: ", ") + " and to:"
  private static let example = "write a term, as country:egypt or entity:\"Sergey Shoygu\""

  private func error(_ reason: String) -> TopicExpression.SyntaxError {
    TopicExpression.SyntaxError(column: column, reason: reason)
  }

  private mutating func alternatives() throws(TopicExpression.SyntaxError) -> TopicExpression.Node {
    var parts = [try conjunction()]
    while isKeyword("or") {
      try advance()
      parts.append(try conjunction())
    }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() throws(TopicExpression.SyntaxError) -> TopicExpression.Node {
    let start = column
    var parts = [try factor()]
    while token != .end, token != .close, !isKeyword("or") {
      if isKeyword("and") { try advance() }
      parts.append(try factor())
    }
    let times = parts.flatMap(Self.times)
    if let first = times.compactMap(\.from).max(), let end = times.compactMap(\.before).min(), first >= end {
      throw TopicExpression.SyntaxError(
        column: start, reason: "no time is both after this from: and before this to:; exchange their values")
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  // The times between which something must be published for a part to match.
  private static func times(_ part: Node) -> [(from: UnixTime?, before: UnixTime?)] {
    switch part {
    case .from(let time): [(time, nil)]
    case .before(let time): [(nil, time)]
    case .all(let parts): parts.flatMap(times)
    default: []
    }
  }

  private mutating func factor() throws(TopicExpression.SyntaxError) -> TopicExpression.Node {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maxDepth else { throw error("this is nested too deeply") }
    let start = column
    switch token {
    case .word(let word) where word.lowercased() == "not":
      try advance()
      return .not(try factor())
    case .open:
      try advance()
      if token == .close { throw error("there is nothing between the parentheses; \(Self.example)") }
      let node = try alternatives()
      guard token == .close else {
        throw TopicExpression.SyntaxError(column: start, reason: "this \"(\" is never closed")
      }
      try advance()
      return node
    case .field(let field, let value, let valueColumn):
      let node = try term(field: field, value: value, column: valueColumn)
      try advance()
      return node
    case .word(let word) where ["and", "or"].contains(word.lowercased()):
      throw error("there must be a term before \(word); \(Self.example)")
    case .word(let word):
      throw error("\"\(word)\" is no term: write text:\(word), entity:\(word) or country:\(word)")
    case .close: throw error("there must be a term before \")\"; \(Self.example)")
    case .end: throw error("the expression ends where a term must follow; \(Self.example)")
    }
  }

  private func term(
    field: String, value: String, column: Int
  ) throws(TopicExpression.SyntaxError) -> TopicExpression.Node {
    func wrong(_ reason: String) -> TopicExpression.SyntaxError {
      TopicExpression.SyntaxError(column: column, reason: reason)
    }
    // A taxonomy may have the name of a type.
    if let type = EntityType(rawValue: field), !TopicKind.isKnown(field) {
      guard EntityKey(value) != nil else { throw wrong("\(field): needs letters or digits") }
      return .entity(type, value)
    }
    if let kind = TopicKind.named(field), let term = kind.term {
      do {
        return .topic(kind, try term.name(value, gazetteer))
      } catch {
        throw wrong(error.reason)
      }
    }
    switch field {
    case "text":
      guard let key = EntityKey(value) else { throw wrong("text: needs letters or digits") }
      return .text(key.text)
    default:
      guard let span = Self.span(value) else {
        throw wrong("\"\(value)\" is no time: write a year, a month or a day, as 2013, 2013-07 or 2013-07-14")
      }
      return field == "from" ? .from(span.lowerBound) : .before(span.upperBound)
    }
  }

  private func isKeyword(_ keyword: String) -> Bool {
    if case .word(let word) = token { word.lowercased() == keyword } else { false }
  }

  // The seconds since 1970 of a year, a month or a day.
  private static func span(_ text: String) -> Range<UnixTime>? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isDigits = parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    let numbers = parts.compactMap { Int($0) }
    guard isDigits, (1...3).contains(parts.count), numbers.count == parts.count, parts[0].utf8.count == 4,
      parts.dropFirst().allSatisfy({ (1...2).contains($0.utf8.count) }), numbers[0] > 0
    else { return nil }
    let month = numbers.count > 1 ? numbers[1] : 1
    let start = EventDay(year: numbers[0], month: month, day: numbers.count > 2 ? numbers[2] : 1)
    let end =
      switch numbers.count {
      case 1: EventDay(year: numbers[0] + 1, month: 1, day: 1)
      case 2: EventDay(year: month == 12 ? numbers[0] + 1 : numbers[0], month: month % 12 + 1, day: 1)
      default: start
      }
    guard let start else { return nil }
    return start.startTime..<(end.map { $0.startTime + (numbers.count == 3 ? 86_400 : 0) } ?? .distantFuture)
  }
}

// MARK: Tokens

extension TopicExpressionParser {
  private mutating func advance() throws(TopicExpression.SyntaxError) {
    while index < characters.count, characters[index].isWhitespace { index += 1 }
    column = index + 1
    guard index < characters.count else {
      token = .end
      return
    }
    switch characters[index] {
    case "(", ")":
      token = characters[index] == "(" ? .open : .close
      index += 1
    case "\"", "“", "”": throw error("a quotation mark must follow a field, as in text:\"arms deal\"")
    default: token = try wordOrField()
    }
  }

  private mutating func wordOrField() throws(TopicExpression.SyntaxError) -> Token {
    let word = takeWord { $0 == ":" }
    guard index < characters.count, characters[index] == ":" else { return .word(word) }
    let field = word.lowercased()
    guard Self.fields.contains(field) || TopicKind.isKnown(field) else {
      throw error("there is no field \"\(word):\"; the fields are \(Self.fieldList)")
    }
    index += 1
    column = index + 1
    let start = column
    guard index < characters.count, characters[index] == "\"" else {
      let value = takeWord { _ in false }
      guard !value.isEmpty else { throw error("\(field): needs a value right after it, without a space") }
      return .field(field, value: value, column: start)
    }
    return .field(field, value: try quoted(), column: start)
  }

  private mutating func takeWord(until isEnd: (Character) -> Bool) -> String {
    let start = index
    while index < characters.count, !characters[index].isWhitespace, !"()\"".contains(characters[index]),
      !isEnd(characters[index])
    {
      index += 1
    }
    return String(characters[start..<index])
  }

  // The text between quotation marks. A backslash escapes the next character.
  private mutating func quoted() throws(TopicExpression.SyntaxError) -> String {
    var value = ""
    index += 1
    while index < characters.count, characters[index] != "\"" {
      if characters[index] == "\\", index + 1 < characters.count { index += 1 }
      value.append(characters[index])
      index += 1
    }
    guard index < characters.count else { throw error("this quotation mark is never closed") }
    index += 1
    return value
  }
}
