#if PostgreSQL
  internal import CLibpq
  internal import Primitives

  /// What PostgreSQL needs in place of SQLite's forms, each in one place.
  enum PostgresDialect {
    /// A statement: parameters are `$1`, `$2`, … in place of `?`.
    static func statement(_ sql: String) -> String {
      var parts = sql.split(separator: "?", omittingEmptySubsequences: false)
      var text = String(parts.removeFirst())
      for (index, part) in parts.enumerated() { text += "$\(index + 1)" + part }
      return text
    }

    /// The statements of a migration. Texts are compared by their bytes, as SQLite compares them, whatever the collation of the
    /// database is.
    static func migration(_ sql: String) -> String {
      var text = sql.replacing(
        "lower(hex(randomblob(16)))", with: "replace(gen_random_uuid()::text, '-', '')")
      text = text.replacing(/\bWITHOUT ROWID\b/, with: "")
      text = text.replacing(/\bINTEGER\b/, with: "BIGINT")
      text = text.replacing(/\bBLOB\b/, with: "BYTEA")
      return text.replacing(/\bTEXT\b/, with: "TEXT COLLATE \"C\"")
    }

    /// The bytes of a text, as `append` appends them.
    static func text(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
      var bytes: [UInt8] = []
      append(text, to: &bytes)
      return bytes
    }

    /// Appends the bytes of a text. PostgreSQL has no texts with NUL; the character for damaged ones takes its place.
    static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
      var rest = text
      while let place = rest.index(of: 0) {
        bytes += rest.slice(..<place)
        bytes += "\u{FFFD}".utf8
        rest = rest.slice((place + 1)...)
      }
      bytes += rest
    }

    /// The type of values with a number of PostgreSQL's catalogue (`pg_type.oid`).
    static func type(_ number: Oid) -> SQLValueType {
      switch number {
      case 16, 20, 21, 23: .number  // bool, int8, int2, int4
      case 19, 25, 1043: .text  // name, text, varchar
      case 17: .bytes  // bytea
      default: .other
      }
    }

    /// The number of a type of columns in PostgreSQL's catalogue.
    static func number(ofType name: String) -> UInt32 {
      switch name {
      case "bigint": 20
      case "bytea": 17
      default: 25  // text
      }
    }
  }
#endif
