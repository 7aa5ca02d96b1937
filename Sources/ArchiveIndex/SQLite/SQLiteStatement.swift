internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// A prepared statement of SQLite, without GRDB's boxes of values.
final class SQLiteStatement: SQLStatement {
  private let statement: Statement
  private let handle: OpaquePointer
  // The first result code of binding that is not SQLITE_OK: a parameter would keep the value before it.
  private var bindResult = SQLITE_OK

  /// Prepares SQL.
  /// - Throws: `IndexError`.
  init(_ database: Database, _ sql: String) throws {
    do {
      statement = try database.makeStatement(sql: sql)
    } catch let error as DatabaseError {
      throw IndexError(error, path: Self.path(of: database.sqliteConnection))
    }
    handle = statement.sqliteStatement
  }

  func run() throws {
    defer { sqlite3_reset(handle) }
    try checkBound()
    let code = sqlite3_step(handle)
    guard code == SQLITE_DONE || code == SQLITE_ROW else { throw error(code) }
  }

  func forRows(while body: () throws -> Bool) throws {
    defer { sqlite3_reset(handle) }
    try checkBound()
    while true {
      let code = sqlite3_step(handle)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw error(code) }
      guard try body() else { return }
    }
  }

  /// The path of the database of a connection; empty for a temporary database.
  static func path(of connection: OpaquePointer?) -> String {
    guard let connection, let path = sqlite3_db_filename(connection, "main") else { return "" }
    return String(cString: path)
  }

  private func error(_ code: Int32) -> IndexError {
    let connection = sqlite3_db_handle(handle)
    let error = DatabaseError(
      resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)))
    return IndexError(error, path: Self.path(of: connection))
  }
}

// MARK: Binding

extension SQLiteStatement {
  func bind(number: Int64, at index: Int32) { record(sqlite3_bind_int64(handle, index, number)) }

  func bindNull(at index: Int32) { record(sqlite3_bind_null(handle, index)) }

  func bind(text: UnsafeBufferPointer<UInt8>, at index: Int32) {
    let start = UnsafeRawPointer(text.baseAddress ?? Self.empty).assumingMemoryBound(to: CChar.self)
    // SQLite itself refuses text that is too long.
    record(
      sqlite3_bind_text64(handle, index, start, UInt64(text.count), Self.transient, UInt8(SQLITE_UTF8)))
  }

  func bind(bytes: UnsafeRawBufferPointer, at index: Int32) { bind(bytes, at: index, Self.transient) }

  func bind(uncopied bytes: UnsafeRawBufferPointer, at index: Int32) { bind(bytes, at: index, nil) }

  // A blob without a start would be NULL.
  private func bind(
    _ bytes: UnsafeRawBufferPointer, at index: Int32, _ destructor: sqlite3_destructor_type?
  ) {
    let start = bytes.baseAddress ?? UnsafeRawPointer(Self.empty)
    record(sqlite3_bind_blob64(handle, index, start, UInt64(bytes.count), destructor))
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

extension SQLiteStatement {
  func type(_ column: Int32) -> SQLValueType {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_NULL: .null
    case SQLITE_INTEGER: .number
    case SQLITE_TEXT: .text
    case SQLITE_BLOB: .bytes
    default: .other
    }
  }

  func storedNumber(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  func storedBytes(_ column: Int32) -> UnsafeRawBufferPointer {
    // The order matters: reading the blob first fixes the representation whose bytes are counted.
    let start = sqlite3_column_blob(handle, column)
    return UnsafeRawBufferPointer(
      start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column)))
  }

  func damage(_ column: Int32?, _ what: String) -> IndexError {
    let isRow = sqlite3_data_count(handle) > 0
    return .damaged(
      IndexError.Damage(
        path: Self.path(of: sqlite3_db_handle(handle)), table: SQLText.table(of: statement.sql),
        row: isRow ? describe(0) : nil,
        column: column.flatMap { sqlite3_column_name(handle, $0).map { String(cString: $0) } }, what: what))
  }

  // The value that identifies the row in a message.
  private func describe(_ column: Int32) -> String? {
    switch type(column) {
    case .number: return "\(storedNumber(column))"
    case .text: return SQLText.excerpt(storedBytes(column))
    case .null, .bytes, .other: return nil
    }
  }
}

extension IndexError {
  /// Makes the error of an error of SQLite.
  init(_ error: DatabaseError, path: String) {
    self = .refused(
      path: path, fault: StorageFault(error.extendedResultCode, path: path),
      reason: error.message ?? "\(error.extendedResultCode)")
  }
}
