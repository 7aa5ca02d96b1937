internal import Primitives

/// Reads a TOML document (toml.io, version 1.0) as a mapping whose scalars keep their text.
///
/// It is lenient where the meaning is clear: a key or table that occurs twice is no error.
struct TOMLReader {
  private var text: TOMLText
  private var root = FrontMatterMapping()
  private var repeatedKeys: [RepeatedKey] = []
  private var nodeCount = 0

  /// Reads a document.
  /// - Parameter firstLine: the line of the file where the bytes begin.
  /// - Throws: `FrontMatterFault`.
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int
  ) throws(FrontMatterFault) -> (value: FrontMatterValue?, repeatedKeys: [RepeatedKey]) {
    var reader = TOMLReader(text: TOMLText(Array(bytes), line: firstLine))
    try reader.document()
    let root = reader.root
    return (root.isEmpty ? nil : FrontMatterValue(.mapping(root), line: firstLine), reader.repeatedKeys)
  }

  private init(text: TOMLText) { self.text = text }

  private mutating func document() throws(FrontMatterFault) {
    var table: [String] = []
    while true {
      text.skipBlanksAndLines()
      guard let byte = text.current else { return }
      if byte == .leftBracket {
        table = try header()
      } else {
        let line = text.line
        let path = try keyPath()
        try text.expect(.equalsSign)
        let value = try value(level: table.count + path.count)
        set(value, at: table + path, line: line)
      }
      try text.expectEndOfLine()
    }
  }

  // `[table]` or `[[array of tables]]`
  private mutating func header() throws(FrontMatterFault) -> [String] {
    text.advance()
    let line = text.line
    let isArray = text.skip(.leftBracket)
    let path = try keyPath()
    try text.expect(.rightBracket)
    if isArray { try text.expect(.rightBracket) }
    try count(line: line)
    if isArray { appendTable(at: path, line: line) }
    return path
  }

  private mutating func keyPath() throws(FrontMatterFault) -> [String] {
    var path: [String] = []
    repeat {
      text.skipBlanks()
      path.append(try text.key())
      text.skipBlanks()
    } while text.skip(.fullStop)
    if path.count > FrontMatterLimits.depth { throw .tooDeep(line: text.line) }
    return path
  }

  private mutating func value(level: Int) throws(FrontMatterFault) -> FrontMatterValue? {
    text.skipBlanks()
    let line = text.line
    try count(line: line)
    if level > FrontMatterLimits.depth { throw .tooDeep(line: line) }
    switch text.current {
    case .leftBracket: return try array(level: level + 1)
    case UInt8(ascii: "{"): return try inlineTable(level: level + 1)
    default:
      let scalar = try text.scalar()
      return scalar.isEmpty ? nil : FrontMatterValue(.text(scalar), line: line)
    }
  }

  private mutating func array(level: Int) throws(FrontMatterFault) -> FrontMatterValue? {
    let line = text.line
    text.advance()
    var items: [FrontMatterValue] = []
    while true {
      text.skipBlanksAndLines()
      if text.skip(.rightBracket) { break }
      if let item = try value(level: level) { items.append(item) }
      text.skipBlanksAndLines()
      if text.skip(.comma) { continue }
      try text.expect(.rightBracket)
      break
    }
    return items.isEmpty ? nil : FrontMatterValue(.list(items), line: line)
  }

  private mutating func inlineTable(level: Int) throws(FrontMatterFault) -> FrontMatterValue? {
    let line = text.line
    text.advance()
    var mapping = FrontMatterMapping()
    while true {
      text.skipBlanksAndLines()
      if text.skip(UInt8(ascii: "}")) { break }
      let path = try keyPath()
      try text.expect(.equalsSign)
      if let item = try value(level: level + path.count - 1) { Self.set(item, at: path[...], in: &mapping) }
      text.skipBlanksAndLines()
      if text.skip(.comma) { continue }
      try text.expect(UInt8(ascii: "}"))
      break
    }
    return mapping.isEmpty ? nil : FrontMatterValue(.mapping(mapping), line: line)
  }

  private mutating func count(line: Int) throws(FrontMatterFault) {
    nodeCount += 1
    if nodeCount > FrontMatterLimits.nodes { throw .tooManyNodes(line: line) }
  }
}

extension TOMLReader {
  private mutating func set(_ value: FrontMatterValue?, at path: [String], line: Int) {
    guard let value, let replaced = Self.set(value, at: path[...], in: &root), let key = path.last else {
      return
    }
    repeatedKeys.append(RepeatedKey(key: key, line: line, earlierLine: replaced.line))
  }

  // Sets a value at a path through mappings, which are made where they are absent. Returns the value that it replaces.
  @discardableResult
  private static func set(
    _ value: FrontMatterValue, at path: ArraySlice<String>, in mapping: inout FrontMatterMapping
  ) -> FrontMatterValue? {
    guard let key = path.first else { return nil }
    if path.count == 1 { return mapping.set(key, to: value) }
    var replaced: FrontMatterValue?
    mapping.withMapping(key, line: value.line) { replaced = set(value, at: path.dropFirst(), in: &$0) }
    return replaced
  }

  // Appends an empty table to the array of tables at a path.
  private mutating func appendTable(at path: [String], line: Int) {
    Self.appendTable(at: path[...], line: line, in: &root)
  }

  private static func appendTable(
    at path: ArraySlice<String>, line: Int, in mapping: inout FrontMatterMapping
  ) {
    guard let key = path.first else { return }
    if path.count > 1 {
      mapping.withMapping(key, line: line) { appendTable(at: path.dropFirst(), line: line, in: &$0) }
      return
    }
    mapping.appendMapping(to: key, line: line)
  }
}
