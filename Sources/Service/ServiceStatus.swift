package import ArchiveIndex
import Foundation
package import Pipeline

/// How a service is, as it writes it into its state directory for `feedgen status`.
package struct ServiceStatus: Codable, Equatable {
  /// Something in a file that is not as it should be.
  package struct Problem: Codable, Equatable {
    /// The path below the content directory.
    package var path: String
    /// The line, counted from 1.
    package var line: Int
    /// What is wrong.
    package var what: String
    /// Whether the file is used all the same, less what is wrong.
    package var isRepaired: Bool
  }

  /// How many problems are told; the counts count all.
  private static let mostProblems = 100

  /// The process's number.
  package var process: Int32
  /// When the service started, in seconds since 1970.
  package var since: Double
  /// How often it looks at the content, in seconds.
  package var interval: Double
  /// When it looked at the content last, in seconds since 1970.
  package var lastScan: Double?
  /// When feeds were last changed, in seconds since 1970.
  package var lastChange: Double?
  /// How often the feeds were brought up to date since the start; `nil` in what an older version has written.
  package var batches: Int?
  /// How long that took in all, in seconds.
  package var batchSeconds: Double?
  /// How long the last time took, in seconds.
  package var lastBatchSeconds: Double?
  /// Events published.
  package var events = 0
  /// Feeds.
  package var feeds = 0
  /// Markdown files in the content.
  package var files = 0
  /// The number of files that are not used; the last good version of each, if there was one, stays published.
  package var skippedCount = 0
  /// The number of files that are used less what is wrong.
  package var repairedCount = 0
  /// The number of stories that are held back until their day; `nil` in what an older version has written.
  package var held: Int?
  /// The day of the first of them, as `2027-01-03`.
  package var heldUntil: String?
  /// What is wrong with these files, those that are not used first.
  package var problems: [Problem] = []
  /// Whether the kernel's notices are heard.
  package var hasNotices = false
  /// What keeps the feeds from being up to date, for each reason a line; empty when all is well.
  package var errors: [String] = []

  private static let name = "/status.json"

  /// Notes what a run has found and done at a time, in seconds since 1970, and how long it took, in seconds.
  package mutating func note(_ summary: Generation.Summary, at time: Double, took seconds: Double) {
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
  package func write(to directory: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(self).write(to: URL(filePath: directory + Self.name), options: .atomic)
  }

  /// Notes in a state directory that the content was looked at just now and all is well, without writing it again.
  package static func touch(_ directory: String) { utimensat(AT_FDCWD, directory + name, nil, 0) }

  /// Removes the status from a state directory, if it is there.
  package static func remove(from directory: String) { unlink(directory + name) }

  /// Reads the status that a service left in a state directory; `nil` when no service ever ran there.
  /// - Throws: `Unreadable`.
  package static func read(from directory: String) throws -> ServiceStatus? {
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
  package struct Unreadable: Error, CustomStringConvertible {
    /// Where it is.
    package var path: String
    /// What is wrong.
    package var reason: String
    /// The kind of the refusal.
    package var fault = StorageFault.inputOutput

    /// Where, why, and what to do.
    package var description: String {
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
