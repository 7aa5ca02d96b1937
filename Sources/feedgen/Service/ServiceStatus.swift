import EventIndex
import Foundation

/// How a service is, as it writes it into its state directory for `feedgen status`.
struct ServiceStatus: Codable, Equatable {
  /// Something in a file that is not as it should be.
  struct Problem: Codable, Equatable {
    /// The path below the content directory.
    var path: String
    /// The line, counted from 1.
    var line: Int
    /// What is wrong.
    var what: String
    /// Whether the file is used all the same, less what is wrong.
    var isRepaired: Bool
  }

  /// How many problems are told; the counts count all.
  private static let mostProblems = 100

  /// The process's number.
  var process: Int32
  /// When the service started, in seconds since 1970.
  var since: Double
  /// How often it looks at the content, in seconds.
  var interval: Double
  /// When it looked at the content last, in seconds since 1970.
  var lastScan: Double?
  /// When feeds were last changed, in seconds since 1970.
  var lastChange: Double?
  /// How often the feeds were brought up to date since the start; `nil` in what an older version has written.
  var batches: Int?
  /// How long that took in all, in seconds.
  var batchSeconds: Double?
  /// How long the last time took, in seconds.
  var lastBatchSeconds: Double?
  /// Events published.
  var events = 0
  /// Feeds.
  var feeds = 0
  /// Markdown files in the content.
  var files = 0
  /// The number of files that are not used; the last good version of each, if there was one, stays published.
  var skippedCount = 0
  /// The number of files that are used less what is wrong.
  var repairedCount = 0
  /// The number of stories that are held back until their day; `nil` in what an older version has written.
  var held: Int?
  /// The day of the first of them, as `2027-01-03`.
  var heldUntil: String?
  /// What is wrong with these files, those that are not used first.
  var problems: [Problem] = []
  /// Whether the kernel's notices are heard.
  var hasNotices = false
  /// What keeps the feeds from being up to date, for each reason a line; empty when all is well.
  var errors: [String] = []

  private static let name = "/status.json"

  /// Notes what a run has found and done at a time, in seconds since 1970, and how long it took, in seconds.
  mutating func note(_ summary: Generation.Summary, at time: Double, took seconds: Double) {
    batches = (batches ?? 0) + 1
    batchSeconds = (batchSeconds ?? 0) + seconds
    lastBatchSeconds = seconds
    (events, feeds) = (summary.events, summary.feeds)
    if summary.report.written + summary.report.removed > 0 { lastChange = time }
    let skipped = Set(summary.problems.filter { $0.severity == .rejected }.map(\.path))
    skippedCount = skipped.count
    repairedCount = Set(summary.problems.map(\.path)).subtracting(skipped).count
    let ordered =
      summary.problems.filter { $0.severity == .rejected }
      + summary.problems.filter { $0.severity == .repaired }
    problems = ordered.prefix(Self.mostProblems).map {
      Problem(path: $0.path, line: $0.line, what: $0.what, isRepaired: $0.severity == .repaired)
    }
  }

  /// Writes the status into a state directory, whole or not at all.
  func write(to directory: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(self).write(to: URL(filePath: directory + Self.name), options: .atomic)
  }

  /// Notes in a state directory that the content was looked at just now and all is well, without writing it again.
  static func touch(_ directory: String) { utimensat(AT_FDCWD, directory + name, nil, 0) }

  /// Removes the status from a state directory, if it is there.
  static func remove(from directory: String) { unlink(directory + name) }

  /// Reads the status that a service left in a state directory; `nil` when no service ever ran there.
  /// - Throws: `Unreadable`.
  static func read(from directory: String) throws -> ServiceStatus? {
    let path = directory + name
    var file = stat()
    guard stat(path, &file) == 0 else {
      if [ENOENT, ENOTDIR].contains(errno) { return nil }
      throw Unreadable(
        path: path, reason: String(cString: strerror(errno)), fault: StorageFault(errno: errno))
    }
    // Reading a FIFO or a device may wait without end.
    guard file.st_mode & S_IFMT == S_IFREG else {
      throw Unreadable(path: path, reason: "not a regular file", fault: .notPermitted)
    }
    guard let data = try contents(of: path) else { return nil }
    guard var read = try? JSONDecoder().decode(Self.self, from: data), read.isPlausible else {
      throw Unreadable(path: path, reason: "it is damaged", fault: .damaged)
    }
    #if canImport(Darwin)
      let time = file.st_mtimespec
    #else
      let time = file.st_mtim
    #endif
    if read.errors.isEmpty { read.lastScan = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9 }
    return read
  }
}

extension ServiceStatus {
  /// The file that a service's status is in cannot be read.
  struct Unreadable: Error, CustomStringConvertible {
    /// Where it is.
    var path: String
    /// What is wrong.
    var reason: String
    /// The kind of the refusal.
    var fault = StorageFault.inputOutput

    /// Where, why, and what to do.
    var description: String {
      "\(path): the status of the service cannot be read (\(reason)); \(fault.advice ?? "a service writes it again when it starts")"
    }
  }

  // `nil` when the file was removed meanwhile.
  private static func contents(of path: String) throws(Unreadable) -> Data? {
    do {
      return try Data(contentsOf: URL(filePath: path))
    } catch CocoaError.fileReadNoSuchFile {
      return nil
    } catch {
      throw Unreadable(path: path, reason: error.localizedDescription)
    }
  }

  // Whether its times can be times: before the year 10000, as ISO 8601 has them.
  private var isPlausible: Bool {
    let times = [since, lastScan, lastChange].compactMap { $0 }
    return times.allSatisfy { (0..<253_402_300_800).contains($0) } && (0..<1e9).contains(interval)
  }
}
