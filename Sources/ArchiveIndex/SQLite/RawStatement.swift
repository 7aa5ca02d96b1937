internal import EventArchive
internal import Foundation
package import GRDB
internal import GRDBSQLite
package import Primitives

/// A prepared statement whose values are bound and read in place, without GRDB's boxes, for batches of a million rows.
///
/// Every value is checked when it is read, because the file may be damaged; the callers rely on valid values. An error of binding
/// is thrown by the next `run` or `forEachRow`.
package final class RawStatement {
  private let statement: Statement
  private let handle: OpaquePointer
  // The first result code of binding that is not SQLITE_OK: a parameter would keep the value before it.
  private var bindResult = SQLITE_OK

  /// Prepares SQL.
  /// - Throws: `IndexError`.
  package init(_ database: Database, _ sql: String) throws {
    do {
      statement = try database.makeStatement(sql: sql)
    } catch let error as DatabaseError {
      throw IndexError(error, path: Self.path(of: database.sqliteConnection))
    }
    handle = statement.sqliteStatement
  }

  /// Runs the statement to its end, and resets it for the next values.
  /// - Throws: `IndexError`.
  package func run() throws {
    defer { sqlite3_reset(handle) }
    try checkBound()
    let code = sqlite3_step(handle)
    guard code == SQLITE_DONE || code == SQLITE_ROW else { throw error(code) }
  }

  /// Calls `body` at each row.
  /// - Throws: `IndexError`, or what `body` throws.
  package func forEachRow(_ body: () throws -> Void) throws {
    try forRows(while: {
      try body()
      return true
    })
  }

  /// Calls `body` at each row, until it returns false.
  /// - Throws: `IndexError`, or what `body` throws.
  package func forRows(while body: () throws -> Bool) throws {
    defer { sqlite3_reset(handle) }
    try checkBound()
    while true {
      let code = sqlite3_step(handle)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw error(code) }
      guard try body() else { return }
    }
  }
}

// MARK: Binding

extension RawStatement {
  /// Binds numbers to the parameters from `first` (counted from 1) on.
  package func bind(_ numbers: Int64..., from first: Int32 = 1) {
    for (offset, number) in numbers.enumerated() {
      record(sqlite3_bind_int64(handle, first + Int32(offset), number))
    }
  }

  /// Binds text, which SQLite copies; `nil` is NULL.
  package func bind(_ text: String?, at index: Int32) {
    guard var text else { return record(sqlite3_bind_null(handle, index)) }
    text.withUTF8 { bind(copied: $0, at: index) }
  }

  /// Binds text of a page, which SQLite copies.
  package func bind(_ text: TextSlice, at index: Int32) {
    text.withBytes { bind(copied: $0, at: index) }
  }

  /// Binds text in UTF-8, which SQLite copies.
  package func bind(_ text: [UInt8], at index: Int32) {
    text.withUnsafeBufferPointer { bind(copied: $0, at: index) }
  }

  /// Binds a digest; `nil` is NULL.
  package func bind(_ digest: ContentDigest?, at index: Int32) {
    guard let digest else { return record(sqlite3_bind_null(handle, index)) }
    withUnsafeBytes(of: (digest.high, digest.low)) {
      record(sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), Self.transient))
    }
  }

  /// Binds bytes without a copy; they must stay valid until the statement has run.
  package func bind(uncopied bytes: UnsafeRawBufferPointer, at index: Int32) {
    let start = bytes.baseAddress ?? UnsafeRawPointer(Self.empty)
    record(sqlite3_bind_blob64(handle, index, start, UInt64(bytes.count), nil))
  }

  private func bind(copied bytes: UnsafeBufferPointer<UInt8>, at index: Int32) {
    let start = UnsafeRawPointer(bytes.baseAddress ?? Self.empty).assumingMemoryBound(to: CChar.self)
    // SQLite itself refuses text that is too long.
    record(
      sqlite3_bind_text64(handle, index, start, UInt64(bytes.count), Self.transient, UInt8(SQLITE_UTF8)))
  }

  private func record(_ code: Int32) {
    if bindResult == SQLITE_OK { bindResult = code }
  }

  private func checkBound() throws {
    guard bindResult != SQLITE_OK else { return }
    defer { bindResult = SQLITE_OK }
    throw error(bindResult)
  }

  private static var empty: UnsafePointer<UInt8> { UnsafePointer(StaticString("").utf8Start) }
  private static var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
}

// MARK: Reading

extension RawStatement {
  /// The number in a column of the current row, counted from 0.
  /// - Throws: `IndexError.damaged` when there is no number, or one outside of `range`.
  package func number(_ column: Int32, in range: ClosedRange<Int64> = Int64.min...Int64.max) throws -> Int64 {
    guard sqlite3_column_type(handle, column) == SQLITE_INTEGER else {
      throw damage(column, "is no whole number")
    }
    let number = sqlite3_column_int64(handle, column)
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
    guard Self.isUTF8(bytes) else { throw damage(column, "is no text in UTF-8") }
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
    guard sqlite3_column_type(handle, column) == SQLITE_BLOB else { throw damage(column, "holds no bytes") }
    return value(column).bindMemory(to: UInt8.self)
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
  package func itemNumbers<Item>(_ column: Int32, below bound: Int) throws -> [ItemNumber<Item>] {
    try indices(column, below: bound) { ItemNumber(rawValue: $0) }
  }

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
    let bytes = try textBytes(column)
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw damage(column, "is no JSON of the form that is written here")
    }
  }

  /// The path below the output directory in a column.
  package func path(_ column: Int32) throws -> String {
    let path = try text(column)
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let isSafe = parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && !$0.utf8.contains(0) }
    guard isSafe, path.utf8.count <= 4096 else {
      throw damage(column, "is no path below the output directory")
    }
    return path
  }

  /// Whether a column of the current row is NULL.
  package func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  /// The error of a damaged value in the current row; of the whole row if `column` is `nil`.
  package func damage(_ column: Int32?, _ what: String) -> IndexError {
    let isRow = sqlite3_data_count(handle) > 0
    return .damaged(
      IndexError.Damage(
        path: Self.path(of: sqlite3_db_handle(handle)), table: table,
        row: isRow ? describe(0) : nil,
        column: column.flatMap { sqlite3_column_name(handle, $0).map { String(cString: $0) } }, what: what))
  }

  private func textBytes(_ column: Int32) throws -> UnsafeRawBufferPointer {
    guard sqlite3_column_type(handle, column) == SQLITE_TEXT else { throw damage(column, "is no text") }
    return value(column)
  }

  private func value(_ column: Int32) -> UnsafeRawBufferPointer {
    // The order matters: reading the blob first fixes the representation whose bytes are counted.
    let start = sqlite3_column_blob(handle, column)
    return UnsafeRawBufferPointer(
      start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column)))
  }

  // The value that identifies the row in a message.
  private func describe(_ column: Int32) -> String? {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: return "\(sqlite3_column_int64(handle, column))"
    case SQLITE_TEXT:
      let text = String(decoding: value(column).prefix(120), as: UTF8.self)
      return String(
        String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    default: return nil
    }
  }

  // The first table that the statement names.
  private var table: String {
    let words = statement.sql.split { $0.isWhitespace || $0 == "(" || $0 == "," }
    let place = words.firstIndex { ["FROM", "INTO", "UPDATE"].contains($0) }
    return place.flatMap { words.indices.contains($0 + 1) ? String(words[$0 + 1]) : nil } ?? "?"
  }

  private static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index + 8 <= bytes.count {
      if bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { break }
      index += 8
    }
    while index < bytes.count, bytes[index] < 0x80 { index += 1 }
    return index == bytes.count
      || String(validating: UnsafeRawBufferPointer(rebasing: bytes[index...]), as: UTF8.self) != nil
  }

  private func error(_ code: Int32) -> IndexError {
    let connection = sqlite3_db_handle(handle)
    let error = DatabaseError(
      resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)))
    return IndexError(error, path: Self.path(of: connection))
  }

  private static func path(of connection: OpaquePointer?) -> String {
    guard let connection, let path = sqlite3_db_filename(connection, "main") else { return "" }
    return String(cString: path)
  }
}

extension IndexError {
  /// Makes the error of an error of SQLite.
  package init(_ error: DatabaseError, path: String) {
    self = .refused(
      path: path, fault: StorageFault(error.extendedResultCode, path: path),
      reason: error.message ?? "\(error.extendedResultCode)")
  }
}
