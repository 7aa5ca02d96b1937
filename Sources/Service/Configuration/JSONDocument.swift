/// A JSON text (RFC 8259): its value, and the lines of its members.
package struct JSONDocument {
  /// A syntax error.
  package struct SyntaxError: Error, Equatable {
    /// The line, counted from 1.
    package var line: Int
    /// The column in characters, counted from 1.
    package var column: Int
    /// The fault and the remedy.
    package var what: String
  }

  /// A mistake that JSON allows.
  package struct Fault: Equatable {
    /// The line, counted from 1.
    package var line: Int
    /// The fault and the remedy.
    package var what: String
  }

  /// The value.
  package let value: JSONValue
  /// Duplicate keys, and control characters in strings.
  package let faults: [Fault]
  private let lines: [[String]: Int]

  /// Parses a text.
  /// - Throws: `SyntaxError`.
  package init(_ bytes: [UInt8]) throws {
    var parser = JSONParser(bytes)
    value = try parser.document()
    faults = parser.faults
    lines = parser.lines
  }

  /// Whether a string of JSON has control characters, which the configuration must not have.
  static func hasControlCharacters(_ string: String) -> Bool {
    string.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  /// The line of a member, by its path of keys; elements of arrays are numbered from 0.
  package func line(of path: [String]) -> Int? { lines[path] }
}

/// A recursive-descent parser of JSON with a limit of depth.
private struct JSONParser {
  private(set) var faults: [JSONDocument.Fault] = []
  private(set) var lines: [[String]: Int] = [:]

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var lineStart = 0
  private var path: [String] = []

  private static let maxDepth = 64
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The value of the whole text.
  package mutating func document() throws -> JSONValue {
    try checkEncoding()
    // A byte order mark may be ignored (RFC 8259, section 8.1).
    if bytes.starts(with: Self.byteOrderMark) {
      index = Self.byteOrderMark.count
      lineStart = index
    }
    try skipSpace()
    if index == bytes.count { throw error("the file is empty; {} is a configuration of defaults") }
    let value = try value()
    try skipSpace()
    if index < bytes.count { throw error("\(next) follows the end of the configuration; remove it") }
    return value
  }
}

extension JSONParser {
  private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

  // The next token, for messages.
  private var next: String {
    guard index < bytes.count else { return "the end of the file" }
    let rest = String(decoding: bytes[index..<min(bytes.count, index + 64)], as: UTF8.self)
    let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" || $0 == "-" || $0 == "+" }
    return "\"\(word.isEmpty ? rest.prefix(1) : word.prefix(24))\""
  }

  private func error(_ what: String) -> JSONDocument.SyntaxError {
    let start = String(decoding: bytes[lineStart..<max(lineStart, index)], as: UTF8.self)
    return JSONDocument.SyntaxError(line: line, column: start.unicodeScalars.count + 1, what: what)
  }

  private func checkEncoding() throws {
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      throw error("the file is in UTF-16; save it in UTF-8")
    }
    if String(validating: bytes, as: UTF8.self) != nil { return }
    var line = 1
    var column = 1
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      if scalar == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    throw JSONDocument.SyntaxError(
      line: line, column: column, what: "a byte here is not UTF-8; save the file in UTF-8")
  }

  private mutating func skipSpace() throws {
    while let byte {
      switch byte {
      case 0x0A:
        index += 1
        line += 1
        lineStart = index
      case 0x20, 0x09, 0x0D: index += 1
      case 0x2F, 0x23: throw error("JSON has no comments; remove it")
      default: return
      }
    }
  }

  private mutating func value() throws -> JSONValue {
    guard path.count <= Self.maxDepth else {
      throw error("objects and arrays are nested more than \(Self.maxDepth) deep")
    }
    switch byte {
    case 0x7B: return try object()
    case 0x5B: return try array()
    case 0x22: return .string(try string())
    case .some(0x2D), .some(0x30...0x39): return try number()
    case nil: throw error("the file ends where a value is missing")
    default: break
    }
    for (word, value) in [("true", JSONValue.bool(true)), ("false", .bool(false)), ("null", .null)]
    where bytes[index...].starts(with: word.utf8) {
      if next == "\"\(word)\"" {
        index += word.utf8.count
        return value
      }
    }
    if byte == 0x27 { throw error("a string is written in double quotes") }
    throw error(
      "\(next) is no value; strings are written in double quotes, other values are numbers, true, false, null, […] and {…}"
    )
  }

  private mutating func object() throws -> JSONValue {
    let opening = line
    var members: [String: JSONValue] = [:]
    var firstLines: [String: Int] = [:]
    index += 1
    try skipSpace()
    while byte != 0x7D || !members.isEmpty {
      if byte == nil { throw error("the object that begins in line \(opening) has no }") }
      if byte == 0x7D { throw error("no member follows the last comma; remove the comma") }
      guard byte == 0x22 else { throw error("\(next) is no key; a key is written in double quotes") }
      let keyLine = line
      let key = try string()
      path.append(key)
      if let first = firstLines.updateValue(keyLine, forKey: key) {
        faults.append(
          .init(
            line: keyLine,
            what: "\"\(path.joined(separator: "."))\" was set in line \(first) already; remove one of them"))
      }
      lines[path] = keyLine
      try skipSpace()
      guard byte == 0x3A else { throw error("a colon is missing after the key \"\(key)\"") }
      index += 1
      try skipSpace()
      members[key] = try value()
      path.removeLast()
      try skipSpace()
      if byte == 0x7D { break }
      if byte == nil { throw error("the object that begins in line \(opening) has no }") }
      guard byte == 0x2C else { throw error("a comma is missing before \(next)") }
      index += 1
      try skipSpace()
    }
    index += 1
    return .object(members)
  }

  private mutating func array() throws -> JSONValue {
    let opening = line
    var elements: [JSONValue] = []
    index += 1
    try skipSpace()
    while byte != 0x5D || !elements.isEmpty {
      if byte == nil { throw error("the array that begins in line \(opening) has no ]") }
      if byte == 0x5D { throw error("no element follows the last comma; remove the comma") }
      path.append("\(elements.count)")
      lines[path] = line
      elements.append(try value())
      path.removeLast()
      try skipSpace()
      if byte == 0x5D { break }
      if byte == nil { throw error("the array that begins in line \(opening) has no ]") }
      guard byte == 0x2C else { throw error("a comma is missing before \(next)") }
      index += 1
      try skipSpace()
    }
    index += 1
    return .array(elements)
  }
}

extension JSONParser {
  private mutating func string() throws -> String {
    index += 1
    var text: [UInt8] = []
    while let byte, byte != 0x22 {
      switch byte {
      case 0x0A, 0x0D: throw error("the string has no closing quote in its line")
      case 0..<0x20: throw error("a control character is in a string; remove it")
      case 0x5C: try escape(&text)
      default:
        text.append(byte)
        index += 1
      }
    }
    guard byte != nil else { throw error("the file ends within a string") }
    index += 1
    let string = String(decoding: text, as: UTF8.self)
    if JSONDocument.hasControlCharacters(string) {
      faults.append(.init(line: line, what: "a string has control characters; remove them"))
    }
    return string
  }

  private mutating func escape(_ text: inout [UInt8]) throws {
    guard index + 1 < bytes.count else { throw error("the file ends within a string") }
    let plain: [UInt8: UInt8] = [
      0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9,
    ]
    if let character = plain[bytes[index + 1]] {
      text.append(character)
      index += 2
      return
    }
    guard bytes[index + 1] == 0x75, let first = codeUnit(at: index + 2) else {
      throw error("a backslash is written as \\\\; with \\u go four hexadecimal digits")
    }
    var scalar = UInt32(first)
    var length = 6
    if UTF16.isLeadSurrogate(first), bytes[(index + 6)...].starts(with: "\\u".utf8),
      let second = codeUnit(at: index + 8), UTF16.isTrailSurrogate(second)
    {
      scalar = 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(second & 0x3FF))
      length = 12
    }
    guard let character = Unicode.Scalar(scalar) else {
      throw error("the escape is one half of a surrogate pair, and no character")
    }
    text += Array(String(character).utf8)
    index += length
  }

  // The number in four hexadecimal digits.
  private func codeUnit(at start: Int) -> UInt16? {
    guard start + 4 <= bytes.count else { return nil }
    let digits = bytes[start..<(start + 4)]
    guard digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }) else {
      return nil
    }
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  private mutating func number() throws -> JSONValue {
    let text = String(
      decoding: bytes[index...].prefix { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) },
      as: UTF8.self)
    guard text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil else {
      throw error("\(text.prefix(24)) is no number of JSON, as 7, -1 and 0.25 are")
    }
    if let number = Int(text) {
      index += text.utf8.count
      return .integer(number)
    }
    guard let number = Double(text), number.magnitude <= 1e15 else {
      throw error("\(text.prefix(24)) is a number too large to be used")
    }
    index += text.utf8.count
    return number == number.rounded() ? .integer(Int(number)) : .number(number)
  }
}
