internal import ArchiveIndex
package import Foundation
internal import Logging
package import Pipeline
package import Primitives
package import Service
package import Serving
package import TestSupport

/// A content directory with its output and state, and runs over them in this process.
package final class Workspace {
  /// When runs happen unless a test says otherwise, in seconds since 1970: 2033-05-18, after any file's own times.
  package static let now: UnixTime = 2_000_000_000

  /// Where everything is.
  package let directory: TemporaryDirectory
  /// What runs are configured with.
  package var configuration = Configuration()
  /// Whether any number of events may end because their files are gone.
  package var isForced = false
  private var writes = 0

  /// Makes an empty workspace.
  /// - Parameter index: the kind of its index.
  package init(index: TestIndex = .sqlite) throws {
    directory = try TemporaryDirectory()
    configuration.content = directory.path("content")
    configuration.output = directory.path("feeds")
    configuration.state = directory.path(".state")
    if index != .sqlite { configuration.index = try index.newLocation(in: directory) }
    // However slow the machine is, no answer is given up.
    configuration.webSub.timeout = 600
    try FileManager.default.createDirectory(
      atPath: configuration.content + "/news", withIntermediateDirectories: true)
  }

  /// Makes a workspace that holds some pages.
  package convenience init(_ pages: ArchivePage...) throws {
    try self.init()
    try write(pages)
  }

  /// Makes a workspace that holds some pages, and in which plain words have feeds.
  package convenience init(withFeedsOfWords pages: ArchivePage...) throws {
    try self.init()
    configuration.hidesWords = false
    try write(pages)
  }

  /// Writes pages.
  package func write(_ pages: [ArchivePage]) throws {
    for page in pages { try write(page.text, to: page.path) }
  }

  /// Writes a page.
  package func write(_ page: ArchivePage) throws { try write(page.text, to: page.path) }

  /// Writes a text to a path below the content directory.
  package func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }

  /// Writes bytes to a path below the content directory. Each write has a modification time of its own, so that
  /// two within one tick of the clock are told apart.
  package func write(_ bytes: Data, to path: String) throws {
    let file = URL(filePath: content(path))
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try bytes.write(to: file)
    writes += 1
    let date = Date(timeIntervalSince1970: 1_500_000_000 + Double(writes))
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file.path)
  }

  /// Removes a file below the content directory.
  package func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: content(path)) }

  /// Removes a page's file.
  package func remove(_ page: ArchivePage) throws { try remove(page.path) }

  /// The settings of a server at any port that waits for slow tests.
  package static var patience: ServerSettings {
    var settings = ServerSettings()
    (settings.port, settings.drain) = (0, 600)
    (settings.requestTimeout, settings.idleTimeout, settings.sendTimeout) = (600, 600, 600)
    return settings
  }

  /// The path of something below the content directory.
  package func content(_ path: String) -> String { configuration.content + "/" + path }

  /// The options that make the binary work on this workspace.
  package var options: [String] {
    ["--content", configuration.content, "--output", configuration.output, "--state", configuration.state]
      + (configuration.index.map { ["--set", "index=\($0)"] } ?? [])
  }

  /// Does a run of the binary on this workspace, with further arguments.
  package func runBinary(_ arguments: String..., through: [String] = []) throws -> FeedgenProcess.Outcome {
    try FeedgenProcess.run(arguments + options, in: directory.path, through: through)
  }

  /// Does a run.
  @discardableResult
  package func run(now: UnixTime = Workspace.now, present: UnixTime? = nil, isFull: Bool = false) throws
    -> Build.Summary
  {
    try Self.run(configuration, now: now, present: present, isFull: isFull, isForced: isForced)
  }

  /// Gives everything to the user that `Unprivileged` runs as, who may then change output and state.
  package func giveToNobody() throws {
    guard geteuid() == 0 else { return }
    chown(directory.path, 65534, 65534)
    for path in FileManager.default.enumerator(atPath: directory.path) ?? .init() {
      if let path = path as? String { lchown(directory.path(path), 65534, 65534) }
    }
  }

  /// The output tree as it is.
  package func output() throws -> FileTree { try FileTree(configuration.output) }

  /// The output tree that a full run leaves, made in a directory of its own from a copy of the state.
  package func fullOutput(now: UnixTime = Workspace.now) throws -> FileTree {
    try output(ofState: copyOfState(), now: now)
  }

  /// The output tree of a run that knows nothing of earlier ones.
  package func freshOutput(now: UnixTime = Workspace.now) throws -> FileTree {
    try output(ofState: nil, now: now)
  }

  /// The output tree of a run into an empty directory, by a copy of the state and without reading files again.
  package func rebuiltOutput(now: UnixTime = Workspace.now) throws -> FileTree {
    try output(ofState: copyOfState(), now: now, isFull: false)
  }

  /// The paths of the files below the content directory, in order.
  package func contentFiles() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: configuration.content).filter { $0.hasSuffix(".md") }
      .sorted()
  }

  /// Copies the state, for a full run from it later. The copy has an index in SQLite, whatever the kind of the index is.
  package func copyOfState() throws -> String {
    let copy = directory.path("state-" + UUID().uuidString)
    try Self.copyIndex(configuration, to: copy)
    return copy
  }

  private static func copyIndex(_ configuration: Configuration, to copy: String) throws {
    guard let index = configuration.index else { return try copyState(configuration.state, to: copy) }
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    try IndexKind.database(at: index).copyIndex(to: copy + "/index.sqlite")
  }

  // The index alone: beside it, a service that runs makes files and removes them.
  private static func copyState(_ state: String, to copy: String) throws {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: state) else { return }
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    for name in names where name.hasPrefix("index.") {
      try FileManager.default.copyItem(atPath: state + "/" + name, toPath: copy + "/" + name)
    }
  }

  /// The output tree that a full run leaves in a directory of its own, from a copy of a state, or none.
  package func output(ofState state: String?, now: UnixTime, isFull: Bool = true) throws -> FileTree {
    let scratch = try TemporaryDirectory()
    if let state { try Self.copyState(state, to: scratch.path("state")) }
    var configuration = configuration
    (configuration.output, configuration.state) = (scratch.path("feeds"), scratch.path("state"))
    configuration.index = nil
    _ = try Self.run(configuration, now: now, isFull: isFull && state != nil, isForced: true)
    return try FileTree(configuration.output)
  }

  /// The clock of a run at the workspace's present.
  package static func clock(_ configuration: Configuration) -> EventClock {
    configuration.buildSettings.clock(now: now, present: now)
  }

  private static func run(
    _ configuration: Configuration, now: UnixTime, present: UnixTime? = nil, isFull: Bool, isForced: Bool
  ) throws -> Build.Summary {
    var logger = Logger(label: "feedgen.tests") { _ in SwiftLogNoOpLogHandler() }
    logger.logLevel = .critical
    var build = Build(
      configuration.buildSettings, isFull: isFull, now: now, present: present, logger: logger,
      observer: BuildObserver())
    build.lossGuard.isForced = isForced
    return try build.run()
  }
}
