internal import EventArchive
internal import Foundation
package import Primitives

/// The type of a stored value.
package enum SQLValueType: Sendable {
  /// NULL.
  case null
  /// A whole number.
  case number
  /// Text.
  case text
  /// Bytes.
  case bytes
  /// Any other type, which no table of feedgen has.
  case other
}

/// A prepared statement of a database. Values are bound and read in place, for batches of a million rows.
///
/// Parameters are counted from 1, columns from 0. An error of binding is thrown by the next `run` or `forRows`. Every value is
/// checked when it is read, because the database may be damaged; the callers rely on valid values.
package protocol SQLStatement: AnyObject {
  /// Runs the statement to its end, and resets it for the next values.
  /// - Throws: `IndexError`.
  func run() throws

  /// Calls `body` at each row, until it returns false.
  /// - Throws: `IndexError`, or what `body` throws.
  func forRows(while body: () throws -> Bool) throws

  /// Binds a number.
  func bind(number: Int64, at index: Int32)

  /// Binds NULL.
  func bindNull(at index: Int32)

  /// Binds a copy of text in UTF-8.
  func bind(text: UnsafeBufferPointer<UInt8>, at index: Int32)

  /// Binds a copy of bytes.
  func bind(bytes: UnsafeRawBufferPointer, at index: Int32)

  /// Binds bytes without a copy; they must stay valid until the statement has run.
  func bind(uncopied bytes: UnsafeRawBufferPointer, at index: Int32)

  /// The type of the value in a column of the current row.
  func type(_ column: Int32) -> SQLValueType

  /// The number in a column whose type is `number`.
  func storedNumber(_ column: Int32) -> Int64

  /// The bytes of the value in a column whose type is `text` or `bytes`, valid until the next row.
  func storedBytes(_ column: Int32) -> UnsafeRawBufferPointer

  /// The error of a damaged value in the current row; of the whole row if `column` is `nil`.
  func damage(_ column: Int32?, _ what: String) -> IndexError
}

// MARK: Binding

extension SQLStatement {
  /// Binds numbers to the parameters from `first` on.
  package func bind(_ numbers: Int64..., from first: Int32 = 1) {
    for (offset, number) in numbers.enumerated() { bind(number: number, at: first + Int32(offset)) }
  }

  /// Binds a time in seconds since 1970; `nil` is NULL.
  package func bind(_ time: UnixTime?, at index: Int32) {
    if let time { bind(number: time.seconds, at: index) } else { bindNull(at: index) }
  }

  /// Binds text; `nil` is NULL.
  package func bind(_ text: String?, at index: Int32) {
    guard var text else { return bindNull(at: index) }
    text.withUTF8 { bind(text: $0, at: index) }
  }

  /// Binds text of a page.
  package func bind(_ text: TextSlice, at index: Int32) {
    text.withBytes { bind(text: $0, at: index) }
  }

  /// Binds text in UTF-8.
  package func bind(_ text: [UInt8], at index: Int32) {
    text.withUnsafeBufferPointer { bind(text: $0, at: index) }
  }

  /// Binds a digest; `nil` is NULL.
  package func bind(_ digest: ContentDigest?, at index: Int32) {
    guard let digest else { return bindNull(at: index) }
    withUnsafeBytes(of: (digest.high, digest.low)) { bind(bytes: $0, at: index) }
  }
}

// MARK: Reading

extension SQLStatement {
  /// Calls `body` at each row.
  /// - Throws: `IndexError`, or what `body` throws.
  package func forEachRow(_ body: () throws -> Void) throws {
    try forRows(while: {
      try body()
      return true
    })
  }

  /// The number in a column of the current row.
  /// - Throws: `IndexError.damaged` when there is no number, or one outside of `range`.
  package func number(_ column: Int32, in range: ClosedRange<Int64> = Int64.min...Int64.max) throws -> Int64 {
    guard type(column) == .number else { throw damage(column, "is no whole number") }
    let number = storedNumber(column)
    guard range.contains(number) else {
      throw damage(column, "is \(number), which is not from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// The number in a column, which is at least 0 and below `bound`.
  /// - Throws: `IndexError.damaged` when it is out of this range.
  package func index(_ column: Int32, below bound: Int) throws -> Int {
    guard bound > 0 else { throw damage(column, "counts what there is nothing of") }
    return Int(try number(column, in: 0...Int64(bound - 1)))
  }

  /// The boolean that a column holds as 0 or 1.
  package func flag(_ column: Int32) throws -> Bool { try number(column, in: 0...1) == 1 }

  /// The time in a column, in seconds since 1970, of a year with four digits.
  package func time(_ column: Int32) throws -> UnixTime {
    let range = EventDay.timeRange
    return UnixTime(try number(column, in: range.lowerBound.seconds...range.upperBound.seconds))
  }

  /// The time in a column, `nil` for NULL.
  package func optionalTime(_ column: Int32) throws -> UnixTime? { isNull(column) ? nil : try time(column) }

  /// The text in a column of the current row.
  /// - Throws: `IndexError.damaged` when there is no text, or one that is not UTF-8.
  package func text(_ column: Int32) throws -> String {
    try withText(column) { String(decoding: $0, as: UTF8.self) }
  }

  /// The text in a column, `nil` for NULL.
  package func optionalText(_ column: Int32) throws -> String? { isNull(column) ? nil : try text(column) }

  /// Calls `body` with the text in a column of the current row, in UTF-8.
  package func withText<Result>(_ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) throws
    -> Result
  {
    let bytes = try textBytes(column)
    guard SQLText.isUTF8(bytes) else { throw damage(column, "is no text in UTF-8") }
    return try bytes.withMemoryRebound(to: UInt8.self, body)
  }

  /// A copy of the text in a column of the current row.
  package func slice(_ column: Int32) throws -> TextSlice { try withText(column) { TextSlice(copying: $0) } }

  /// The case of an enumeration whose raw value is the text in a column.
  package func choice<Choice: RawRepresentable<String>>(_ column: Int32) throws -> Choice {
    let text = try text(column)
    guard let choice = Choice(rawValue: text) else { throw damage(column, "is \"\(text.prefix(40))\"") }
    return choice
  }

  /// The bytes in a column of the current row, valid until the next row.
  package func bytes(_ column: Int32) throws -> UnsafeBufferPointer<UInt8> {
    guard type(column) == .bytes else { throw damage(column, "holds no bytes") }
    return storedBytes(column).bindMemory(to: UInt8.self)
  }

  /// The digest in a column of the current row.
  package func digest(_ column: Int32) throws -> ContentDigest {
    let bytes = UnsafeRawBufferPointer(try bytes(column))
    guard bytes.count == 16 else { throw damage(column, "has \(bytes.count) bytes, and a digest has 16") }
    return ContentDigest(stored: bytes)
  }

  /// The digest in a column, `nil` for NULL.
  package func optionalDigest(_ column: Int32) throws -> ContentDigest? {
    isNull(column) ? nil : try digest(column)
  }

  /// The numbers of the list in a column.
  package func numbers(_ column: Int32) throws -> [Int64] {
    guard let numbers = NumberList.numbers(try textBytes(column)) else {
      throw damage(column, "is no list of whole numbers")
    }
    return numbers
  }

  /// The numbers of the list in a column, each at least 0 and below `bound`.
  package func indices(_ column: Int32, below bound: Int) throws -> [Int32] {
    try indices(column, below: bound) { $0 }
  }

  /// The numbers of items in the list in a column, each below `bound`.
  @inline(__always)
  package func itemNumbers<Item>(_ column: Int32, below bound: Int) throws -> [ItemNumber<Item>] {
    try indices(column, below: bound) { ItemNumber(rawValue: $0) }
  }

  // Inlined, as its caller: the compiler specializes neither for a number when it is called on `any SQLStatement`.
  @inline(__always)
  private func indices<Number>(
    _ column: Int32, below bound: Int, _ transform: (Int32) -> Number
  ) throws -> [Number] {
    guard let numbers = NumberList.indices(try textBytes(column), below: bound, transform) else {
      throw damage(column, "is no list of numbers from 0 to \(bound - 1)")
    }
    return numbers
  }

  /// The number of an item in a column, below `bound`.
  /// - Throws: `IndexError.damaged` when it is out of this range.
  package func itemNumber<Item>(_ column: Int32, below bound: Int) throws -> ItemNumber<Item> {
    ItemNumber(try index(column, below: bound))
  }

  /// The value that a column holds as JSON.
  package func json<Value: Decodable>(_ column: Int32, as type: Value.Type) throws -> Value {
    // Tables of older versions may have JSON as text in a column of bytes.
    let bytes = self.type(column) == .bytes ? storedBytes(column) : try textBytes(column)
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw damage(column, "is no JSON of the form that is written here")
    }
  }

  /// The path below the output directory in a column.
  package func path(_ column: Int32) throws -> String {
    try withText(column) { path in
      guard path.count <= 4096, SQLText.isPath(path) else {
        throw damage(column, "is no path below the output directory")
      }
      return String(decoding: path, as: UTF8.self)
    }
  }

  /// Whether a column of the current row is NULL.
  package func isNull(_ column: Int32) -> Bool { type(column) == .null }

  private func textBytes(_ column: Int32) throws -> UnsafeRawBufferPointer {
    guard type(column) == .text else { throw damage(column, "is no text") }
    return storedBytes(column)
  }
}

/// Texts of a database.
enum SQLText {
  /// Whether a text is a path below a directory: it has no NUL, and no part that is empty, `.` or `..`.
  static func isPath(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var start = 0
    for end in 0...text.count where end == text.count || text[end] == .slash {
      let length = end - start
      if length == 0 || length <= 2 && text[start..<end].allSatisfy({ $0 == .fullStop }) { return false }
      start = end + 1
    }
    return text.index(of: 0) == nil
  }

  /// The first table that a statement names.
  static func table(of sql: String) -> String {
    let words = sql.split { $0.isWhitespace || $0 == "(" || $0 == "," }
    let place = words.firstIndex { ["FROM", "INTO", "UPDATE"].contains($0) }
    return place.flatMap { words.indices.contains($0 + 1) ? String(words[$0 + 1]) : nil } ?? "?"
  }

  /// The beginning of a text for a message, without control characters.
  static func excerpt(_ bytes: UnsafeRawBufferPointer) -> String {
    let text = String(decoding: bytes.prefix(120), as: UTF8.self)
    return String(
      String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
  }

  /// Whether bytes are text in UTF-8.
  static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index + 8 <= bytes.count {
      if bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { break }
      index += 8
    }
    while index < bytes.count, bytes[index] < 0x80 { index += 1 }
    return index == bytes.count
      || String(validating: UnsafeRawBufferPointer(rebasing: bytes[index...]), as: UTF8.self) != nil
  }
}
