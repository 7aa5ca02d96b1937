internal import Foundation

/// Why the index, or another database of the state directory, could not be used.
package enum IndexError: Error, Sendable, CustomStringConvertible {
  /// A value that feedgen cannot have written.
  package struct Damage: Sendable, Hashable {
    /// The path of the database.
    package var path: String
    /// The table.
    package var table: String
    /// The row, by the value of its first column; `nil` when the damage is not in one row.
    package var row: String?
    /// The column; `nil` when the damage is not in one column.
    package var column: String?
    /// What is wrong.
    package var what: String
    /// Whether it is in the tables themselves, which a full run does not mend.
    package var isOfTables = false

    /// Describes a damage.
    package init(path: String, table: String, row: String? = nil, column: String? = nil, what: String) {
      (self.path, self.table, self.row, self.column, self.what) = (path, table, row, column, what)
    }
  }

  /// Another process uses the state directory.
  case locked(directory: String, process: String)
  /// The state directory cannot be made or written to, for a reason by its number in `errno`.
  case unwritable(directory: String, code: Int32)
  /// A file of the state directory cannot be looked at, for a reason by its number in `errno`.
  case unreadable(path: String, code: Int32)
  /// A directory, FIFO or device is in the place of a file of the state directory.
  case notRegular(path: String)
  /// There is no index yet.
  case missing(directory: String)
  /// SQLite refused to use a database.
  case refused(path: String, fault: StorageFault, reason: String)
  /// A database holds what feedgen cannot have written.
  case damaged(Damage)
  /// A database was written by a newer version of feedgen: it has migrations that this one does not know.
  case newer(path: String, versions: [String], known: String)

  /// The kind of the refusal; `nil` for what is no refusal of a file.
  package var fault: StorageFault? {
    switch self {
    case .locked: .busy
    case .unwritable(_, let code), .unreadable(_, let code): StorageFault(errno: code)
    case .notRegular: .notPermitted
    case .missing: nil
    case .refused(_, let fault, _): fault
    case .damaged, .newer: .damaged
    }
  }

  /// Whether something is damaged, and not only of another version.
  package var isDamage: Bool {
    if case .newer = self { return false }
    return fault == .damaged
  }

  /// What is wrong and what to do.
  package var description: String {
    switch self {
    case .locked(let directory, let process):
      "\(directory): another feedgen\(process) uses this state directory; wait for it, or give this one its own --state"
    case .unwritable(let directory, let code):
      "\(directory): the state directory cannot be written (\(Self.text(code))); \(StorageFault(errno: code).advice ?? ""), or name another by `state` or --state"
    case .unreadable(let path, let code):
      "\(path): cannot be looked at (\(Self.text(code))); \(StorageFault(errno: code).advice ?? "")"
    case .notRegular(let path):
      "\(path): is not a regular file, as feedgen needs there; move it away and run again"
    case .missing(let directory):
      "\(directory): no index there yet; run `feedgen` first"
    case .refused(let path, let fault, let reason):
      "\(path): \(fault == .damaged ? "the file is damaged" : "the file cannot be used") (\(reason)); \(fault.advice ?? Self.advice(path, table: nil))"
    case .damaged(let damage):
      "\(damage.path): damaged: \(damage.place): \(damage.what); \(Self.advice(damage.path, table: damage.isOfTables ? nil : damage.table))"
    case .newer(let path, let versions, let known):
      "\(path): written by a newer feedgen (its tables have version \(versions.joined(separator: ", ")), this one knows versions up to \(known)); install that feedgen again, or name another state directory by `state` or --state"
    }
  }
}

extension IndexError.Damage {
  /// Where the damage is.
  package var place: String {
    let parts = ["table \(table)", row.map { "row \($0)" }, column.map { "column \($0)" }]
    return parts.compactMap(\.self).joined(separator: ", ")
  }
}

extension IndexError {
  // What cannot be built again from the content: the names that are ids of events, and their times.
  private static let irreplaceable: Set<String> = ["departed", "event", "name"]

  private static func advice(_ path: String, table: String?) -> String {
    if path.hasSuffix("/websub.sqlite") {
      return
        "restore it from a backup; without one, move it away: feeds are published as before, but subscriptions are lost until subscribers renew them"
    }
    if path.hasSuffix("/search.sqlite") { return "it is made again when it is gone" }
    if let table, !irreplaceable.contains(table) {
      return
        "run again with --full, which builds this anew from the content and keeps the ids and times of events"
    }
    return
      "restore it from a backup; without one, move it away and run again: that builds it from the content, but ids of events that were renamed, and the times at which events came and changed, are lost, so that readers see some events again"
  }

  private static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}
