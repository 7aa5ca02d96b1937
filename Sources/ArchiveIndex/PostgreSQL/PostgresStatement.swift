#if PostgreSQL
  internal import CLibpq
  internal import Foundation

  /// A prepared statement of PostgreSQL. Values are in the binary format in both directions.
  final class PostgresStatement: SQLStatement {
    private let session: PostgresSession
    private let sql: String
    private var parameters = PostgresParameters()
    // The current row.
    private var row: PostgresResult?
    // The rows that were read ahead, because another statement was run meanwhile, from the last to the first; `nil` while rows are
    // read one by one.
    private var rest: [PostgresResult]?

    /// Makes a statement of SQL in the form of PostgreSQL.
    init(_ session: PostgresSession, _ sql: String) {
      self.session = session
      self.sql = sql
    }

    func run() throws {
      try session.makeReady()
      try session.connection.send(sql, parameters)
    }

    func forRows(while body: () throws -> Bool) throws {
      try session.makeReady()
      try session.connection.beginRows(sql, parameters)
      session.setReading(self)
      rest = nil
      defer { row = nil }
      var isLast = false
      do {
        while let next = try nextRow() {
          row = next
          guard try body() else { break }
        }
        isLast = true
      } catch {
        // The error of the body is what counts; rows that cannot be read have broken the connection.
        if !isLast { try? readRest() }
        throw error
      }
      try readRest()
    }

    /// Reads the rows that were not read yet, so that the connection can run another statement.
    /// - Throws: `IndexError`.
    func readRest() throws {
      guard rest == nil else { return }
      var rows: [PostgresResult] = []
      while let row = try session.connection.nextRow() { rows.append(row) }
      rest = rows.reversed()
    }

    private func nextRow() throws -> PostgresResult? {
      if rest != nil { return rest?.popLast() }
      return try session.connection.nextRow()
    }
  }

  // MARK: Binding

  extension PostgresStatement {
    func bind(number: Int64, at index: Int32) { parameters.bind(number.networkBytes, at: index) }

    func bindNull(at index: Int32) { parameters.bind(nil, at: index) }

    func bind(text: UnsafeBufferPointer<UInt8>, at index: Int32) {
      parameters.bind(PostgresDialect.text(text), at: index)
    }

    func bind(bytes: UnsafeRawBufferPointer, at index: Int32) { parameters.bind(Array(bytes), at: index) }

    func bind(uncopied bytes: UnsafeRawBufferPointer, at index: Int32) { bind(bytes: bytes, at: index) }
  }

  // MARK: Reading

  extension PostgresStatement {
    func type(_ column: Int32) -> SQLValueType {
      guard let row else { return .null }
      if PQgetisnull(row.handle, 0, column) == 1 { return .null }
      return PostgresDialect.type(PQftype(row.handle, column))
    }

    func storedNumber(_ column: Int32) -> Int64 {
      // A number has 1, 2, 4 or 8 bytes in network order.
      let bytes = storedBytes(column)
      guard let first = bytes.first else { return 0 }
      // A truth value has one byte, 0 or 1.
      return bytes.dropFirst().reduce(Int64(Int8(bitPattern: first))) { $0 << 8 | Int64($1) }
    }

    func storedBytes(_ column: Int32) -> UnsafeRawBufferPointer {
      guard let row else { return UnsafeRawBufferPointer(start: nil, count: 0) }
      return UnsafeRawBufferPointer(
        start: PQgetvalue(row.handle, 0, column), count: Int(PQgetlength(row.handle, 0, column)))
    }

    func damage(_ column: Int32?, _ what: String) -> IndexError {
      .damaged(
        IndexError.Damage(
          path: session.place, table: SQLText.table(of: sql), row: describe(0),
          column: column.flatMap { column in
            row.flatMap { PQfname($0.handle, column).map { String(cString: $0) } }
          }, what: what))
    }

    // The value that identifies the row in a message.
    private func describe(_ column: Int32) -> String? {
      switch type(column) {
      case .number: "\(storedNumber(column))"
      case .text: SQLText.excerpt(storedBytes(column))
      case .null, .bytes, .other: nil
      }
    }
  }
#endif
