#if PostgreSQL
  /// Rows to store in a table of PostgreSQL, gathered into arrays, one a column, and stored by one statement.
  ///
  /// COPY takes about half as long for the server, but cannot replace rows: of 100,000 rows with 18 columns 0.26 s against 0.47 s.
  final class PostgresBatch: SQLStatement {
    private let session: PostgresSession
    private let sql: String
    private let keyColumns: Int
    private var columns: [Column]
    // The values of the row that is being bound.
    private var row: [[UInt8]?]
    private var count = 0
    private var size = 0
    // The keys of the gathered rows: a statement cannot store a row twice.
    private var keys: Set<[UInt8]> = []

    private static let mostRows = 2_000
    private static let mostBytes = 1 << 20

    // The values of a column as an array of PostgreSQL, without its head.
    private struct Column {
      var element: UInt32
      var hasNulls = false
      var bytes: [UInt8] = []
    }

    /// Makes an empty batch.
    /// - Parameter columns: all columns in the order of the parameters, with their types.
    init(_ session: PostgresSession, _ row: StoringSQL, columns: [(name: String, type: String)]) {
      self.session = session
      let arrays = columns.indices.map { "$\($0 + 1)::\(columns[$0].type)[]" }.joined(separator: ", ")
      sql = row.sql(selecting: "SELECT * FROM unnest(\(arrays))")
      keyColumns = row.key.count
      self.columns = columns.map { Column(element: PostgresDialect.number(ofType: $0.type)) }
      self.row = Array(repeating: nil, count: columns.count)
    }

    func run() throws {
      var key: [UInt8] = []
      for value in row[..<keyColumns] {
        key += UInt32(value?.count ?? 0).networkBytes
        key += value ?? []
      }
      if !keys.insert(key).inserted {
        try flush()
        keys.insert(key)
      }
      for index in columns.indices {
        if let value = row[index] {
          columns[index].bytes += UInt32(value.count).networkBytes
          columns[index].bytes += value
          size += value.count + 4
        } else {
          columns[index].bytes += UInt32.max.networkBytes
          columns[index].hasNulls = true
        }
      }
      count += 1
      if count >= Self.mostRows || size >= Self.mostBytes { try flush() }
    }

    /// Stores the gathered rows.
    /// - Throws: `IndexError`.
    func flush() throws {
      guard count > 0 else { return }
      var parameters = PostgresParameters()
      for (index, column) in columns.enumerated() {
        // The head of an array: dimensions, whether there are NULLs, type of the elements, length, first index.
        let head = [1, column.hasNulls ? 1 : 0, column.element, UInt32(count), 1]
        parameters.bind(head.flatMap(\.networkBytes) + column.bytes, at: Int32(index + 1))
        columns[index].bytes.removeAll(keepingCapacity: true)
        columns[index].hasNulls = false
      }
      (count, size) = (0, 0)
      keys.removeAll(keepingCapacity: true)
      try session.send(sql, parameters)
    }

    func bind(number: Int64, at index: Int32) { row[Int(index) - 1] = number.networkBytes }

    func bindNull(at index: Int32) { row[Int(index) - 1] = nil }

    func bind(text: UnsafeBufferPointer<UInt8>, at index: Int32) {
      row[Int(index) - 1] = PostgresDialect.text(text)
    }

    func bind(bytes: UnsafeRawBufferPointer, at index: Int32) { row[Int(index) - 1] = Array(bytes) }

    func bind(uncopied bytes: UnsafeRawBufferPointer, at index: Int32) { bind(bytes: bytes, at: index) }
  }

  // It has no rows to read.
  extension PostgresBatch {
    func forRows(while body: () throws -> Bool) throws { try run() }
    func type(_ column: Int32) -> SQLValueType { .null }
    func storedNumber(_ column: Int32) -> Int64 { 0 }
    func storedBytes(_ column: Int32) -> UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(start: nil, count: 0)
    }
    func damage(_ column: Int32?, _ what: String) -> IndexError {
      .damaged(IndexError.Damage(path: session.place, table: SQLText.table(of: sql), what: what))
    }
  }
#endif
