#if PostgreSQL
  internal import CLibpq

  /// A result of libpq, which is cleared with this object.
  final class PostgresResult {
    /// The result.
    let handle: OpaquePointer

    /// Owns a result.
    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQclear(handle) }

    /// The number of rows.
    var count: Int { Int(PQntuples(handle)) }

    /// The tag of the command: `COMMIT`, for example.
    var command: String { String(cString: PQcmdStatus(handle)) }

    /// The number of rows that the command changed.
    var changedRows: Int { Int(String(cString: PQcmdTuples(handle))) ?? 0 }

    /// The text of a value in a result that has texts; `nil` for NULL.
    func text(_ row: Int, _ column: Int) -> String? {
      let (row, column) = (Int32(row), Int32(column))
      return PQgetisnull(handle, row, column) == 1 ? nil : String(cString: PQgetvalue(handle, row, column))
    }

    /// The code of the error (`SQLSTATE`); `nil` for a result that is none.
    var code: String? { diagnostic(UInt8(ascii: "C")) }

    /// The message of the error; `nil` for a result that is none.
    var message: String? { diagnostic(UInt8(ascii: "M")) }

    // A field of the error; the macros `PG_DIAG_SQLSTATE` and `PG_DIAG_MESSAGE_PRIMARY` have these characters.
    private func diagnostic(_ field: UInt8) -> String? {
      PQresultErrorField(handle, Int32(field)).map { String(cString: $0) }
    }
  }
#endif
