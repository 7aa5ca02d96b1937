#if PostgreSQL
  internal import Foundation

  extension StorageFault {
    /// The kind of an error code of PostgreSQL (`SQLSTATE`).
    init(sqlState code: String) {
      self = Self.byCode[code] ?? Self.byClass[String(code.prefix(2))] ?? .other
    }

    private static let byCode: [String: StorageFault] = [
      "25006": .readOnly,  // read_only_sql_transaction: a server in recovery
      "42501": .notPermitted,  // insufficient_privilege
      "53100": .full,  // disk_full
      "53200": .outOfMemory,  // out_of_memory
      "53300": .unreachable,  // too_many_connections
      "57014": .busy,  // query_canceled: a time limit of the server
      "55P03": .busy,  // lock_not_available
      "54000": .tooLarge,  // program_limit_exceeded
    ]

    // The statements are correct, so that an error of one, or a violated constraint, means that the tables are damaged.
    private static let byClass: [String: StorageFault] = [
      "08": .unreachable, "57": .unreachable, "28": .unreachable, "3D": .unreachable, "25": .unreachable,
      "22": .damaged, "23": .damaged, "42": .damaged, "XX": .damaged, "26": .other,
      "40": .busy, "58": .inputOutput, "54": .tooLarge,
    ]
  }

  extension IndexError {
    /// Makes the error of a result of PostgreSQL.
    init(_ result: PostgresResult, place: String) {
      let (code, message) = (result.code ?? "", result.message ?? "no message")
      self = .refused(path: place, fault: StorageFault(sqlState: code), reason: "\(message) [\(code)]")
    }

    /// Makes the error of a connection that cannot be made, or was lost, with libpq's message.
    init(connecting message: String, place: String) {
      let lines = message.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
      let reason = lines.isEmpty ? "the connection was lost" : lines.joined(separator: " ")
      self = .refused(path: place, fault: .unreachable, reason: reason)
    }
  }
#endif
