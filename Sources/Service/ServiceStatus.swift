package import ArchiveIndex
import Foundation
package import Pipeline

/// The status of a service, which it writes into the state directory for `feedgen status` and the server.
package struct ServiceStatus: Codable, Equatable {
  /// A fault in a content file.
  package struct Problem: Codable, Equatable {
    /// The path below the content directory.
    package var path: String
    /// The line, counted from 1.
    package var line: Int
    /// The fault.
    package var what: String
    /// Whether the file is used without the faulty part.
    package var isRepaired: Bool
  }

  // The limit of `problems`; the counts include the others.
  private static let maxProblems = 100

  /// The process id.
  package var process: Int32
  /// The start of the service, in seconds since 1970.
  package var since: Double
  /// The interval of polling, in seconds.
  package var interval: Double
  /// The last scan of the content, in seconds since 1970.
  package var lastScan: Double?
  /// The last change of a feed, in seconds since 1970.
  package var lastChange: Double?
  /// The number of batches since the start; `nil` in a file of an older version.
  package var batches: Int?
  /// The duration of all batches, in seconds.
  package var batchSeconds: Double?
  /// The duration of the last batch, in seconds.
  package var lastBatchSeconds: Double?
  /// The number of published events.
  package var events = 0
  /// The number of feeds.
  package var feeds = 0
  /// The number of Markdown files in the content.
  package var files = 0
  /// The number of files that are not used because of faults; the last good version of each stays published.
  package var skippedCount = 0
  /// The number of files that are used without their faulty parts.
  package var repairedCount = 0
  /// The number of stories that are held back until their day; `nil` in a file of an older version.
  package var held: Int?
  /// The first of these days, as `2027-01-03`.
  package var heldUntil: String?
  /// The faults of files, those of files that are not used first.
  package var problems: [Problem] = []
  /// Whether the kernel sends notifications of changes.
  package var hasNotices = false
  /// The process that writes the index while this one waits to take over; `nil` for the one that writes it.
  package var leader: String?
  /// The reasons why the feeds are not up to date, one line each; empty when the service is healthy.
  package var errors: [String] = []

  private static let name = "/status.json"

  /// Records a batch.
  /// - Parameters:
  ///   - time: its time, in seconds since 1970.
  ///   - seconds: its duration.
  package mutating func record(_ summary: Build.Summary, at time: Double, duration seconds: Double) {
    batches = (batches ?? 0) + 1
    batchSeconds = (batchSeconds ?? 0) + seconds
    lastBatchSeconds = seconds
    events = summary.events
    feeds = summary.feeds
    if summary.report.written + summary.report.removed > 0 { lastChange = time }
    let skipped = Set(summary.problems.filter { $0.severity == .rejected }.map(\.path))
    skippedCount = skipped.count
    repairedCount = Set(summary.problems.map(\.path)).subtracting(skipped).count
    let ordered =
      summary.problems.filter { $0.severity == .rejected }
      + summary.problems.filter { $0.severity == .repaired }
    problems = ordered.prefix(Self.maxProblems).map {
      Problem(path: $0.path, line: $0.line, what: $0.message, isRepaired: $0.severity == .repaired)
    }
  }

  /// Writes the status into a state directory, which is created if it is missing, atomically.
  /// - Throws: an error of `JSONEncoder` or of the file system.
  package func write(to directory: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Writing reports the reason when there is no directory.
    _ = Directories.create(directory)
    try encoder.encode(self).write(to: URL(filePath: directory + Self.name), options: .atomic)
  }

  /// Sets the time of the status file, which is the time of the last scan of a healthy service.
  package static func touch(_ directory: String) { utimensat(AT_FDCWD, directory + name, nil, 0) }

  /// Removes the status from a state directory, if there is one.
  package static func remove(from directory: String) { unlink(directory + name) }

  /// Reads the status from a state directory; `nil` when no service has run with it.
  /// - Throws: `Unreadable`.
  package static func read(from directory: String) throws -> ServiceStatus? {
    let path = directory + name
    var file = stat()
    guard stat(path, &file) == 0 else {
      if [ENOENT, ENOTDIR].contains(errno) { return nil }
      throw Unreadable(
        path: path, reason: String(cString: strerror(errno)), fault: StorageFault(errno: errno))
    }
    // Opening a FIFO or a device may block.
    guard file.st_mode & S_IFMT == S_IFREG else {
      throw Unreadable(path: path, reason: "not a regular file", fault: .notPermitted)
    }
    guard let data = try contents(of: path) else { return nil }
    var read = try decoded(data, path: path)
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
  /// The status file cannot be read.
  package struct Unreadable: Error, CustomStringConvertible {
    /// The path of the file.
    package var path: String
    /// The reason.
    package var reason: String
    /// The kind of the failure.
    package var fault = StorageFault.inputOutput

    /// The path, the reason and the remedy.
    package var description: String {
      "\(path): the status of the service cannot be read (\(reason)); \(fault.advice ?? "a service writes it again when it starts")"
    }
  }

  private static func decoded(_ data: Data, path: String) throws(Unreadable) -> ServiceStatus {
    let status: ServiceStatus
    do {
      status = try JSONDecoder().decode(Self.self, from: data)
    } catch {
      throw Unreadable(path: path, reason: "it is damaged: \(reason(error))", fault: .damaged)
    }
    guard status.isPlausible else {
      throw Unreadable(path: path, reason: "it is damaged: a time is out of range", fault: .damaged)
    }
    return status
  }

  private static func reason(_ error: any Error) -> String {
    guard case let error as DecodingError = error else { return error.localizedDescription }
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
      .dataCorrupted(let context):
      return context.debugDescription
    @unknown default: return error.localizedDescription
    }
  }

  // `nil` when the file was removed since `stat`.
  private static func contents(of path: String) throws(Unreadable) -> Data? {
    do {
      return try Data(contentsOf: URL(filePath: path))
    } catch CocoaError.fileReadNoSuchFile {
      return nil
    } catch {
      throw Unreadable(path: path, reason: error.localizedDescription)
    }
  }

  // Whether the times can be formatted in ISO 8601, before the year 10000.
  private var isPlausible: Bool {
    let times = [since, lastScan, lastChange].compactMap { $0 }
    return times.allSatisfy { (0..<253_402_300_800).contains($0) } && (0..<1e9).contains(interval)
  }
}
