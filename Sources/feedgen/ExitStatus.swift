import ArchiveIndex
import ArgumentParser

/// The exit statuses of `feedgen`, from sysexits.h.
enum ExitStatus: Int32, CaseIterable {
  /// EX_USAGE: the command line is wrong.
  case usage = 64
  /// EX_DATAERR: `check` found problems in the content, or `quality`, `import` or `restore` in a file.
  case data = 65
  /// EX_NOINPUT: the content, a file or the index is missing or cannot be read.
  case noInput = 66
  /// EX_UNAVAILABLE: the server cannot listen at its address or socket, or a database or object storage cannot be reached.
  case unavailable = 69
  /// EX_SOFTWARE: an error of feedgen itself, or an index that is damaged or of a newer version.
  case software = 70
  /// EX_CANTCREAT: output, state or a backup cannot be created or written.
  case cannotCreate = 73
  /// EX_IOERR: reading or writing failed, for example on a full disk.
  case io = 74
  /// EX_TEMPFAIL: another process uses the state directory; try again later.
  case temporary = 75
  /// EX_CONFIG: the configuration is wrong.
  case configuration = 78

  /// The exit status of a failure of the file system or of a database.
  init(_ fault: StorageFault) {
    self =
      switch fault {
      case .full, .inputOutput, .tooLarge: .io
      case .readOnly, .notPermitted: .cannotCreate
      case .busy: .temporary
      case .unreachable: .unavailable
      case .damaged, .outOfMemory, .other: .software
      }
  }

  /// The meaning of the status, for --help.
  var meaning: String {
    switch self {
    case .usage: "the command line is wrong"
    case .data: "check found problems; labels, day pages or a backup are wrong"
    case .noInput: "content, file or index missing"
    case .unavailable: "port taken; database or object storage not there"
    case .software: "an error of feedgen; index damaged or newer"
    case .cannotCreate: "output or state cannot be used (permissions)"
    case .io: "reading or writing failed (a full disk)"
    case .temporary: "another feedgen is running; try later"
    case .configuration: "the configuration is wrong"
    }
  }

  /// All statuses with their meanings.
  static var rows: [(status: Int32, meaning: String)] {
    [(0, "done"), (1, "status found no healthy service")] + allCases.map { ($0.rawValue, $0.meaning) }
  }

  /// The table of all statuses, for --help.
  static var table: String {
    let lines = rows.map { "  \($0.status)\($0.status < 10 ? " " : "")  \($0.meaning)" }
    return "EXIT STATUS\n" + lines.joined(separator: "\n")
  }
}
