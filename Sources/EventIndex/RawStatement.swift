internal import EventArchive
internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// A prepared statement without GRDB's boxes for values: batches of a million rows are bound and read in place.
struct RawStatement {
  private let statement: Statement
  private let handle: OpaquePointer

  /// Prepares SQL.
  init(_ database: Database, _ sql: String) throws {
    statement = try database.makeStatement(sql: sql)
    handle = statement.sqliteStatement
  }

  /// Binds numbers to the parameters from `first` (counted from 1) on.
  func bind(_ numbers: Int64..., from first: Int32 = 1) {
    for (offset, number) in numbers.enumerated() { sqlite3_bind_int64(handle, first + Int32(offset), number) }
  }

  /// Binds text, which is copied; `nil` is NULL.
  func bind(_ text: String?, at index: Int32) {
    guard var text else {
      sqlite3_bind_null(handle, index)
      return
    }
    text.withUTF8 { bind(copied: $0, at: index) }
  }

  /// Binds text of a page, which is copied.
  func bind(_ text: TextSlice, at index: Int32) {
    text.withBytes { bind(copied: $0, at: index) }
  }

  /// Binds text in UTF-8, which is copied.
  func bind(_ text: [UInt8], at index: Int32) {
    text.withUnsafeBufferPointer { bind(copied: $0, at: index) }
  }

  private func bind(copied bytes: UnsafeBufferPointer<UInt8>, at index: Int32) {
    _ = sqlite3_bind_text(
      handle, index,
      UnsafeRawPointer(bytes.baseAddress ?? Self.empty).assumingMemoryBound(to: CChar.self),
      Int32(bytes.count), Self.transient)
  }

  /// Binds a digest.
  func bind(_ digest: ContentDigest?, at index: Int32) {
    guard let digest else {
      sqlite3_bind_null(handle, index)
      return
    }
    withUnsafeBytes(of: (digest.high, digest.low)) {
      _ = sqlite3_bind_blob(handle, index, $0.baseAddress, Int32($0.count), Self.transient)
    }
  }

  /// Binds bytes that stay where they are until the statement has run.
  func bind(uncopied bytes: UnsafeRawBufferPointer, at index: Int32) {
    sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), nil)
  }

  /// Runs the statement to its end, and makes it ready for the next values.
  func run() throws {
    defer { sqlite3_reset(handle) }
    let code = sqlite3_step(handle)
    guard code == SQLITE_DONE || code == SQLITE_ROW else { throw error(code) }
  }

  /// Calls `body` at each row.
  func forEachRow(_ body: () throws -> Void) throws {
    try forRows(while: {
      try body()
      return true
    })
  }

  /// Calls `body` at each row, until it says that it has enough.
  func forRows(while body: () throws -> Bool) throws {
    defer { sqlite3_reset(handle) }
    while true {
      let code = sqlite3_step(handle)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw error(code) }
      guard try body() else { return }
    }
  }

  /// The number in a column of the current row, counted from 0.
  func number(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  /// The text in a column of the current row; empty for NULL.
  func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

  /// Calls `body` with the text in a column of the current row in UTF-8; empty for NULL.
  func withText<Result>(_ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows
    -> Result
  {
    try bytes(column).withMemoryRebound(to: UInt8.self, body)
  }

  /// Whether a column of the current row is NULL.
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  /// The bytes in a column of the current row, valid until the next row.
  func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
    // The order matters: asking for the blob first fixes the form that is counted.
    let start = sqlite3_column_blob(handle, column)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
  }

  /// The digest in a column of the current row, or `nil` for NULL.
  func digest(_ column: Int32) -> ContentDigest? {
    isNull(column) ? nil : ContentDigest(data: Data(bytes(column)))
  }

  private func error(_ code: Int32) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: code),
      message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))))
  }

  private static var empty: UnsafePointer<UInt8> { UnsafePointer(StaticString("").utf8Start) }
  private static var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
}
