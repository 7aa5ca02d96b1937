internal import Foundation
internal import Logging
internal import Primitives
package import Service
package import TestSupport
package import Testing
internal import Watching

/// Tests of a watcher on a workspace of two events, with a simulated clock.
package protocol WatcherSuite {
  /// The workspace with the content.
  var workspace: Workspace { get }
  /// The present. Both clocks advance together, and every file was written long before.
  var time: Watcher.Time { get set }
}

extension WatcherSuite {
  /// A second in nanoseconds.
  package static var second: Int64 { 1_000_000_000 }
  /// The start of the tests.
  package static var firstTime: Watcher.Time { Watcher.Time(clock: 0, now: Workspace.now.nanoseconds) }

  /// A workspace of two events.
  package static func workspace() throws -> Workspace {
    try Workspace(
      ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in Egypt"),
      ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Norland"))
  }

  /// A watcher, whose log goes to a recorder if there is one.
  package func watcher(_ log: LogRecorder? = nil) throws -> Watcher {
    let handler: any LogHandler = log ?? SwiftLogNoOpLogHandler()
    var logger = Logger(label: "feedgen.tests") { _ in handler }
    logger.logLevel = log == nil ? .critical : .info
    let watcher = try Watcher(workspace.configuration, logger: logger, since: time.now)
    try watcher.open()
    return watcher
  }

  /// Advances the clocks and runs a step of the watcher.
  package mutating func go(_ watcher: Watcher, seconds: Double = 2, scan: Watcher.Scan = .due) throws {
    let step = Int64(seconds * 1e9)
    time.clock += step
    time.now += step
    _ = try watcher.step(time, scan: scan)
  }

  /// Sets the present to a time after the last change of a file.
  package mutating func setAge(of path: String, _ seconds: Double) throws {
    var status = stat()
    #expect(stat(workspace.content(path), &status) == 0)
    let stamp = FileStamp(status)
    time.now = max(stamp.modified, stamp.changed) + Int64(seconds * 1e9)
  }

  /// The titles in a feed; `nil` when it is not there.
  package func titles(_ path: String = "all.atom") throws -> [String]? {
    let output = try workspace.output()
    guard output.files[path] != nil else { return nil }
    return try AtomDocument(output, path).entries.map(\.title)
  }

  /// Expects that what is published is what a full run makes of the content, and that nothing is wrong.
  package func expectCurrent(_ watcher: Watcher, _ comment: Comment? = nil) throws {
    let full = try workspace.fullOutput(now: UnixTime(nanoseconds: time.now))
    let differences = try workspace.output().differences(from: full)
    #expect(differences == [], comment)
    #expect(watcher.status.errors == [], comment)
  }
}
