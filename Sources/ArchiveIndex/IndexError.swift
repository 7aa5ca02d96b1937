internal import Foundation

/// An error of the index, or of another database in the state directory.
package enum IndexError: Error, Sendable, CustomStringConvertible {
  /// A value that feedgen cannot have written.
  package struct Damage: Sendable, Hashable {
    /// The path of the database.
    package var path: String
    /// The table.
    package var table: String
    /// The row, by the value of its first column; `nil` if the damage is not in one row.
    package var row: String?
    /// The column; `nil` if the damage is not in one column.
    package var column: String?
    /// The damage, as the end of a sentence whose subject is the place.
    package var what: String
    /// Whether the schema is damaged, which a full run does not repair.
    package var isOfTables = false

    /// Makes the description of a damage.
    package init(path: String, table: String, row: String? = nil, column: String? = nil, what: String) {
      self.path = path
      self.table = table
      self.row = row
      self.column = column
      self.what = what
    }
  }

  /// Another process writes the index; `process` is its name, if it is known.
  case locked(place: String, process: String)
  /// The state directory cannot be created or written; `code` is the value of `errno`.
  case unwritable(directory: String, code: Int32)
  /// A file of the state directory cannot be read; `code` is the value of `errno`.
  case unreadable(path: String, code: Int32)
  /// A path of the state directory is a directory, a FIFO or a device, and should be a regular file.
  case notRegular(path: String)
  /// The state directory has no index.
  case missing(directory: String)
  /// The database returned an error.
  case refused(path: String, fault: StorageFault, reason: String)
  /// A database has a value that feedgen cannot have written.
  case damaged(Damage)
  /// A newer version of feedgen wrote the database: it has migrations that this version does not know.
  case newer(path: String, versions: [String], known: String)
  /// An older version of feedgen wrote the database, and it lacks what is to be read. Writing it brings it up to date.
  case older(path: String)
  /// The restoration of a backup was interrupted.
  case restoring(directory: String)
  /// The location is no index that this feedgen can use, or its server is too old.
  case unsupported(place: String, reason: String)
  /// Another process has taken over the index, because this one did not renew its term in time.
  case superseded(place: String)

  /// The kind of the fault; `nil` for an index that is missing or of an older version, which is none.
  package var fault: StorageFault? {
    switch self {
    case .locked, .restoring, .superseded: .busy
    case .unsupported: .other
    case .unwritable(_, let code), .unreadable(_, let code): StorageFault(errno: code)
    case .notRegular: .notPermitted
    case .missing, .older: nil
    case .refused(_, let fault, _): fault
    case .damaged, .newer: .damaged
    }
  }

  /// Whether a file is damaged, and not only of another version.
  package var isDamage: Bool {
    if case .newer = self { return false }
    return fault == .damaged
  }

  /// The error and what to do about it.
  package var description: String {
    switch self {
    case .locked(let place, let process):
      Self.lock(of: place, process)
    case .unwritable(let directory, let code):
      "\(directory): the state directory cannot be written (\(Self.text(code))); \(Self.advice(code)), or name another by `state` or --state"
    case .unreadable(let path, let code):
      "\(path): cannot be read (\(Self.text(code))); \(Self.advice(code))"
    case .notRegular(let path):
      "\(path): is not a regular file, as feedgen needs there; move it away and run again"
    case .missing(let directory):
      "\(directory): no index there yet; run `feedgen` first"
    case .refused(let path, let fault, let reason):
      "\(path): \(Self.state(fault)) (\(reason)); \(fault.advice ?? Self.repairAdvice(path, table: nil))"
    case .damaged(let damage):
      "\(damage.path): damaged: \(damage.place): \(damage.what); \(damage.advice)"
    case .newer, .older, .restoring, .unsupported, .superseded:
      descriptionOfState
    }
  }

  // The error of an index that works, but not for this process.
  private var descriptionOfState: String {
    switch self {
    case .newer(let path, let versions, let known):
      "\(path): written by a newer feedgen (its tables have version \(versions.joined(separator: ", ")), this one knows versions up to \(known)); install that feedgen again, or name another state directory by `state` or --state"
    case .older(let path):
      "\(path): written by an older feedgen; run `feedgen` first, which brings it up to date"
    case .restoring(let directory):
      "\(directory): the restoration of a backup was interrupted; run `feedgen`, which completes it"
    case .unsupported(let place, let reason):
      "\(place): \(reason)"
    case .superseded(let place):
      "\(place): another feedgen has taken over this index, because this process did not renew its term in time; nothing was written"
    default: reason
    }
  }
}

extension IndexError {
  /// The damage or the failure of a file, without its path and without advice.
  package var reason: String {
    switch self {
    case .damaged(let damage): "\(damage.place): \(damage.what)"
    case .refused(_, _, let reason): reason
    default: description
    }
  }

  /// The same error of another file: of the one that a damaged file is a copy of.
  func inFile(_ path: String) -> IndexError {
    switch self {
    case .damaged(var damage):
      damage.path = path
      return .damaged(damage)
    case .refused(_, let fault, let reason): return .refused(path: path, fault: fault, reason: reason)
    default: return self
    }
  }
}

extension IndexError.Damage {
  /// The place of the damage: table, row and column.
  package var place: String {
    let parts = ["table \(table)", row.map { "row \($0)" }, column.map { "column \($0)" }]
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  fileprivate var advice: String { IndexError.repairAdvice(path, table: isOfTables ? nil : table) }
}

extension IndexError {
  // The tables that cannot be built again from the content: the names that are ids of events, and their times.
  private static let irreplaceable: Set<String> = ["departed", "event", "name"]

  // What to do about damage in a database; `table` is `nil` if it is in the file or the schema.
  fileprivate static func repairAdvice(_ path: String, table: String?) -> String {
    if path.hasSuffix("/websub.sqlite") || path.hasSuffix("_websub") {
      return
        "restore it from a backup by `feedgen restore --only websub --force FILE`; without one, move it away: feeds are published as before, but subscriptions are lost until subscribers renew them"
    }
    if path.hasSuffix("/search.sqlite") || path.hasSuffix("_search") {
      return "it is made again when it is gone"
    }
    if table == "former" {
      return
        "restore it from a backup by `feedgen restore --only index --force FILE`; without one, run again with --full, which forgets where topics went if it must"
    }
    if let table, !irreplaceable.contains(table) {
      return
        "run again with --full, which builds this anew from the content and keeps the ids and times of events"
    }
    return
      "restore it from a backup by `feedgen restore --only index --force FILE`; without one, move it away and run again: that builds it from the content, but ids of events that were renamed, and the times at which events came and changed, are lost, so that readers see some events again"
  }

  private static func state(_ fault: StorageFault) -> String {
    switch fault {
    case .damaged: "the file is damaged"
    case .unreachable: "the database cannot be reached"
    default: "the file cannot be used"
    }
  }

  private static func lock(of place: String, _ process: String) -> String {
    let process = process.isEmpty ? "" : " (\(process))"
    return IndexKind.isURL(place)
      ? "\(place): another feedgen\(process) writes this index; wait for it, or name another by `index`"
      : "\(place): another feedgen\(process) uses this state directory; wait for it, or give this one its own --state"
  }

  private static func advice(_ code: Int32) -> String { StorageFault(errno: code).advice ?? "" }
  private static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}
