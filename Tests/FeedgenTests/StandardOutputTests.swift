import Foundation
import Testing
import WorkspaceSupport

@Suite("Results on standard output")
struct StandardOutputTests {
  private static let commands = [
    [], ["check"], ["list"], ["list", "--json"], ["list", "egypt"],
    ["explain", "content/news/2013/11/14/a.md"],
    ["explain", "--json", "content/news/2013/11/14/a.md"], ["entities"], ["entities", "--similar"],
    ["learned"], ["quality", "labels.tsv"],
    ["status"], ["status", "--json"], ["--version"], ["--help"], ["help", "list"], ["check", "--help"],
    ["--generate-completion-script", "bash"],
  ]
  private static let hasFullDevice = FileManager.default.isWritableFile(atPath: "/dev/full")
  private static let setsSignals =
    (try? FeedgenProcess.run(command: ["env", "--default-signal=PIPE", "true"], in: "/").status == 0) ?? false

  private let workspace: Workspace

  init() throws { workspace = try Self.workspace() }

  // Commands have one workspace, one after another: to make it takes longer than most of them.
  @Test(
    "that do not fit end every command with 74", .enabled(if: hasFullDevice, "there is no /dev/full"))
  func full() throws {
    for command in Self.commands {
      #expect(try !run(command, "").output.isEmpty, "\(command) prints nothing to test with")
      let outcome = try run(command, ">/dev/full")
      #expect(outcome.status == 74, "\(command)")
      #expect(
        outcome.errors.contains(
          "feedgen: error: standard output cannot be written (No space left on device)"), "\(command)")
    }
  }

  @Test("to a closed standard output end every command with 74, and get into no file")
  func closed() throws {
    for command in Self.commands {
      let outcome = try run(command, ">&-")
      #expect(outcome.status == 74, "\(command)")
      #expect(outcome.errors.contains("feedgen: error: standard output is closed"), "\(command)")
    }
    // A result in the index or in a document would have damaged it.
    #expect(try run([], "").status == 0)
    #expect(try workspace.output().differences(from: workspace.freshOutput()) == [])
  }

  @Test("that are none need no standard output", arguments: [["--quiet"], ["status", "--quiet"]])
  func quiet(command: [String]) throws {
    #expect(try run(command, ">&-").errors == "")
  }

  @Test(
    "that nobody reads any more end a command by SIGPIPE and without a word",
    .enabled(if: setsSignals, "env cannot set signals here"))
  func brokenPipe() throws {
    for command in Self.commands {
      let outcome = try runToBrokenPipe(command, through: "--default-signal=PIPE")
      #expect(outcome.status == -SIGPIPE, "\(command)")
      #expect(!outcome.errors.contains("error"), "\(command)")
    }
  }

  @Test(
    "that nobody reads any more end a command with 74 where SIGPIPE is ignored",
    .enabled(if: setsSignals, "env cannot set signals here"))
  func ignoredSignal() throws {
    for command in Self.commands {
      let outcome = try runToBrokenPipe(command, through: "--ignore-signal=PIPE")
      #expect(outcome.status == 74, "\(command)")
      #expect(
        outcome.errors.contains("feedgen: error: standard output cannot be written (Broken pipe)"),
        "\(command)")
    }
  }

  @Test(
    "come whatever becomes of standard error", .enabled(if: hasFullDevice, "there is no /dev/full"),
    arguments: ["2>/dev/full", "2>&-"])
  func errors(redirection: String) throws {
    let check = try run(["check"], redirection)
    #expect((check.status, check.output.isEmpty) == (65, false))
    #expect(try run(["list", "zzz"], redirection).status == 0)
    #expect(try run(["explain", "nothing.md"], redirection).status == 66)
    #expect(try run(["--verbose", "--full"], redirection).status == 0)
  }

  // A workspace of which every command prints something.
  private static func workspace() throws -> Workspace {
    let workspace = try Workspace()
    for number in 1...12 {
      var page = ArchivePage(
        day: "2013/11/\(number)", title: "Day \(number) of Quillport in Egypt.", form: .handwritten)
      page.context =
        number % 2 == 0 ? "Quillport Harbour, Sergei Kolynov" : "Quillport Harbour, Sergey Kolynov"
      try workspace.write(page)
      page = ArchivePage(day: "2014/01/\(number)", title: "Zoo day \(number).", form: .handwritten)
      page.context = "Zoos, Elephants, Ottilie \(number % 2 == 0 ? "F" : "G"). Brennar"
      try workspace.write(page)
    }
    try workspace.write("# Without a date\n\n_Context: Egyptian_\n", to: "news/2013/11/14/a.md")
    let labels = "1\t2013-11-14\tWeather\tFog in Egypt\tEG\t-\n"
    try Data(labels.utf8).write(to: URL(filePath: workspace.directory.path("labels.tsv")))
    try workspace.run()
    return workspace
  }

  private func run(_ command: [String], _ redirection: String) throws -> FeedgenProcess.Outcome {
    let script = "\"$0\" \"$@\" \(redirection)"
    return try FeedgenProcess.run(
      command: ["sh", "-c", script, FeedgenProcess.binary()] + command, in: workspace.directory.path)
  }

  private func runToBrokenPipe(_ command: [String], through option: String) throws -> FeedgenProcess.Outcome {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = try [option, FeedgenProcess.binary()] + command
    process.currentDirectoryURL = URL(filePath: workspace.directory.path)
    let errors = workspace.directory.path("errors")
    _ = FileManager.default.createFile(atPath: errors, contents: nil)
    process.standardOutput = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    process.waitUntilExit()
    let status =
      process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus
    let text = String(decoding: try Data(contentsOf: URL(filePath: errors)), as: UTF8.self)
    return FeedgenProcess.Outcome(status: status, output: "", errors: text)
  }
}
