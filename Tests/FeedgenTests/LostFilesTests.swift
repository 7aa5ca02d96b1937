import Foundation
import Logging
import TestSupport
import Testing
import Watching
import WorkspaceSupport

@testable import Pipeline
@testable import Service
@testable import feedgen

@Suite("Files that are gone, so many that it cannot be meant")
struct LostFilesTests {
  private static func pages(_ count: Int) -> [ArchivePage] {
    (1...count).map { number in
      ArchivePage(
        day: "2014/03/\(1 + number % 28)", title: "Choir number \(number) sings in Norland",
        form: .handwritten,
        context: "Choir \(number), Norland")
    }
  }

  private func workspace(_ count: Int) throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(Self.pages(count))
    try workspace.run()
    return workspace
  }

  @Test(arguments: [
    (12, 6, false), (12, 7, true), (40, 20, false), (40, 21, true), (8, 7, false), (3, 3, true),
  ])
  func `end their events unless these are more than half of an archive`(
    count: Int, gone: Int, isRefused: Bool
  ) throws {
    let workspace = try workspace(count)
    let before = FileTree.stamps(workspace.configuration.output)
    for page in Self.pages(count).prefix(gone) { try workspace.remove(page) }
    // Without this, nothing would be left, which is refused by itself.
    try workspace.write(ArchivePage(day: "2015/01/1", title: "Something else happens"))
    if isRefused {
      let error = #expect(throws: LossError.self) { try workspace.run() }
      #expect(error?.ended == gone)
      #expect(error?.total == count)
      #expect(error.map { ErrorReport.status(of: $0) } == .noInput)
      #expect(FileTree.stamps(workspace.configuration.output) == before)
      try workspace.write(Self.pages(count))
    }
    #expect(try workspace.run().events == count + 1 - (isRefused ? 0 : gone))
  }

  @Test(arguments: [false, true])
  func `are refused by the command with 66 and the way to go on, which works`(isAll: Bool) throws {
    let workspace = try workspace(12)
    let before = FileTree.stamps(workspace.configuration.output)
    for page in Self.pages(isAll ? 12 : 8) { try workspace.remove(page) }
    for arguments in [[], ["--full"]] {
      let outcome = try FeedgenProcess.run(arguments + workspace.options, in: workspace.directory.path)
      #expect(outcome.status == ExitStatus.noInput.rawValue)
      #expect(outcome.errors.contains(workspace.configuration.content + "/news"))
      #expect(outcome.errors.contains("--force"))
      #expect(FileTree.stamps(workspace.configuration.output) == before)
    }
    #expect(try workspace.runBinary("--force").output.hasPrefix("\(isAll ? 0 : 4) events"))
    #expect(try workspace.runBinary().status == 0)
  }

  @Test func `do not count when their events go on under other names`() throws {
    let workspace = try workspace(12)
    for page in Self.pages(12) {
      var moved = page
      moved.slug = "moved-" + page.slugOfTitle
      try workspace.remove(page)
      try workspace.write(page.text, to: moved.path)
    }
    let ids = try AtomDocument(workspace.output(), "all.atom").entries.map(\.id)
    #expect(try workspace.run().events == 12)
    #expect(try Set(AtomDocument(workspace.output(), "all.atom").entries.map(\.id)) == Set(ids))
  }
}

@Suite("A watcher whose files are gone, so many that it cannot be meant")
struct LostFilesWatcherTests: WatcherSuite {
  let workspace: Workspace
  var time = firstTime
  private let pages = (1...12).map {
    ArchivePage(day: "2014/03/\($0)", title: "Choir number \($0) sings in Norland")
  }

  init() throws {
    workspace = try Workspace()
    try workspace.write(pages)
  }

  @Test mutating func `keeps their events, says so, and publishes what is new`() throws {
    let watcher = try watcher()
    try go(watcher)
    for page in pages.prefix(9) { try workspace.remove(page) }
    try workspace.write(ArchivePage(day: "2015/01/1", title: "Egypt buys grain"))
    for _ in 1...3 { try go(watcher) }
    #expect(try titles()?.count == 13)
    #expect(watcher.status.errors.count == 1)
    #expect(watcher.status.errors.first?.contains("--force") == true)
    #expect(ServiceStatus.complaint(watcher.status, isRunning: true, now: Double(time.now) / 1e9) != nil)
    try workspace.write(ArchivePage(day: "2015/01/2", title: "Egypt sells grain"))
    for _ in 1...3 { try go(watcher) }
    #expect(try titles()?.count == 14)
    #expect(watcher.status.errors.count == 1)
    try workspace.write(pages)
    for _ in 1...3 { try go(watcher) }
    #expect(watcher.status.errors == [])
    #expect(try titles()?.count == 14)
    try expectCurrent(watcher)
  }

  @Test mutating func `counts them together when they go one after the other`() throws {
    let watcher = try watcher()
    try go(watcher)
    for page in pages {
      try workspace.remove(page)
      for _ in 1...2 { try go(watcher) }
    }
    #expect(try titles()?.count == 6)
    #expect(watcher.status.errors.count >= 1)
    try workspace.write(pages)
    for _ in 1...3 { try go(watcher) }
    #expect(watcher.status.errors == [])
    try expectCurrent(watcher)
  }

  @Test mutating func `has them end when they were few and long ago`() throws {
    let watcher = try watcher()
    try go(watcher)
    for page in pages.prefix(8) {
      try workspace.remove(page)
      for _ in 1...2 { try go(watcher, seconds: 400) }
    }
    // The ninth of twelve leaves three; each time, less than half of those left before was lost.
    #expect(try titles()?.count == 4)
    #expect(watcher.status.errors == [])
    try expectCurrent(watcher)
  }
}

extension ArchivePage {
  /// The last part of the name that the title gives.
  fileprivate var slugOfTitle: String { Self.slug(title) }
}
