package import Foundation
package import Primitives
internal import TestSupport

/// Runs of the built binary.
package struct FeedgenProcess {
  /// What a finished run left.
  package struct Outcome: Sendable {
    /// The exit status, or the signal's number below zero.
    package var status: Int32
    /// What it printed.
    package var output: String
    /// What it wrote to standard error.
    package var errors: String

    /// Makes the outcome of a run that a test does in another way.
    package init(status: Int32, output: String, errors: String) {
      self.status = status
      self.output = output
      self.errors = errors
    }
  }

  /// The binary is not where test bundles are built.
  package struct Missing: Error { let looked: [String] }

  /// The package's directory.
  package static let packageRoot = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// The path of a binary of the package: beside the test bundle, or in the package's build directory.
  package static func binary(_ name: String = "feedgen") throws -> String {
    var directories = [Bundle.main.bundleURL, Bundle.main.executableURL?.deletingLastPathComponent()]
      .compactMap(\.self)
    directories.append(URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent())
    directories += Bundle.allBundles.filter { $0.bundlePath.hasSuffix(".xctest") }.map {
      $0.bundleURL.deletingLastPathComponent()
    }
    directories.append(URL(filePath: packageRoot + "/.build/debug"))
    let paths = directories.map { $0.appending(path: name).path }
    var isDirectory: ObjCBool = false
    let found = paths.first {
      FileManager.default.fileExists(atPath: $0, isDirectory: &isDirectory) && !isDirectory.boolValue
        && FileManager.default.isExecutableFile(atPath: $0)
    }
    guard let found else { throw Missing(looked: paths) }
    return found
  }

  /// Runs the binary to its end.
  /// - Parameters:
  ///   - arguments: its arguments.
  ///   - directory: where it runs.
  ///   - now: the present that it is told, in seconds since 1970.
  ///   - through: a command that starts it, with its arguments, for example `setpriv`.
  package static func run(
    _ arguments: [String], in directory: String, now: UnixTime = Workspace.now, through: [String] = []
  ) throws -> Outcome {
    try run(command: through + [binary()] + arguments, in: directory, now: now)
  }

  /// Runs any command to its end.
  package static func run(command: [String], in directory: String, now: UnixTime = Workspace.now) throws
    -> Outcome
  {
    let process = process(command: command, in: directory, now: now)
    let scratch = try TemporaryDirectory()
    let (output, errors) = (scratch.path("output"), scratch.path("errors"))
    for path in [output, errors] { _ = FileManager.default.createFile(atPath: path, contents: nil) }
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    process.waitUntilExit()
    func text(_ path: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }
    let status = process.terminationStatus
    return Outcome(
      status: process.terminationReason == .uncaughtSignal ? -status : status, output: try text(output),
      errors: try text(errors))
  }

  /// A process of the binary that is not started yet, and says nothing; `through` is a command that starts it.
  package static func process(
    _ arguments: [String], in directory: String, now: UnixTime = Workspace.now, through: [String] = []
  ) throws -> Process {
    let process = process(command: through + [try binary()] + arguments, in: directory, now: now)
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    return process
  }

  private static func process(command: [String], in directory: String, now: UnixTime) -> Process {
    let process = Process()
    // A path is run as it is, so that a signal reaches the program itself; a name is looked for.
    let isPath = command[0].contains("/")
    process.executableURL = URL(filePath: isPath ? command[0] : "/usr/bin/env")
    process.arguments = isPath ? Array(command.dropFirst()) : command
    process.currentDirectoryURL = URL(filePath: directory)
    process.environment = ProcessInfo.processInfo.environment.merging(["SOURCE_DATE_EPOCH": "\(now.seconds)"])
    { $1 }
    process.standardInput = FileHandle.nullDevice
    return process
  }
}
