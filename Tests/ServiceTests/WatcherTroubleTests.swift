import Foundation
import GRDB
import Logging
import TestSupport
import Testing
import WorkspaceSupport

@testable import Service

@Suite("A watcher in trouble")
struct WatcherTroubleTests: WatcherSuite {
  let workspace: Workspace
  var time = firstTime

  init() throws { workspace = try Self.workspace() }

  @Test mutating func `a file that turns bad, or empty for a moment, keeps its last good version`() throws {
    let watcher = try watcher()
    try go(watcher)
    let page = ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in Egypt")
    for bad in ["", "no title at all\n", "# T\0\n"] {
      try workspace.write(bad, to: page.path)
      try go(watcher, scan: .allFiles)
      #expect(try titles()?.contains(page.title) == true)
      #expect(Set(watcher.status.problems.map(\.path)) == [page.path])
      #expect(watcher.status.skippedCount == 1)
      #expect(watcher.status.errors == [])
    }
    try workspace.write(page)
    try go(watcher, scan: .allFiles)
    #expect(watcher.status.skippedCount == 0)
    try expectCurrent(watcher)
  }

  @Test(
    "when the content disappears the feeds stay, and all is well when it is back", arguments: [true, false])
  mutating func disappears(leavesMountPoint: Bool) throws {
    let watcher = try watcher()
    try go(watcher)
    let before = FileTree.stamps(workspace.configuration.output)
    let (news, away) = (workspace.content("news"), workspace.directory.path("away"))
    try FileManager.default.moveItem(atPath: news, toPath: away)
    if leavesMountPoint {
      try FileManager.default.createDirectory(atPath: news, withIntermediateDirectories: true)
    }
    for _ in 1...4 {
      try go(watcher)
      #expect(FileTree.stamps(workspace.configuration.output) == before)
      #expect(watcher.status.errors.count == 1)
      #expect(ServiceStatus.complaint(watcher.status, isRunning: true, now: Double(time.now) / 1e9) != nil)
    }
    if leavesMountPoint { try FileManager.default.removeItem(atPath: news) }
    try FileManager.default.moveItem(atPath: away, toPath: news)
    // Another program has changed files on the disk.
    try workspace.write(ArchivePage(day: "2014/02/13", title: "Egypt buys grain"))
    try workspace.remove(ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in Egypt"))
    for _ in 1...2 { try go(watcher) }
    #expect(try titles() == ["Egypt buys grain", "Fog stops the ferries of Norland"])
    #expect(ServiceStatus.complaint(watcher.status, isRunning: true, now: Double(time.now) / 1e9) == nil)
    try expectCurrent(watcher)
  }

  @Test mutating func `a damaged index is repaired from the content`() throws {
    try workspace.run()
    let page = ArchivePage(day: "2014/02/13", title: "Egypt buys grain")
    try workspace.write(page)
    let path = workspace.configuration.state + "/index.sqlite"
    let index = try DatabaseQueue(path: path)
    try index.write { try $0.execute(sql: "UPDATE page SET own = '[-1]'") }
    try index.close()
    let watcher = try watcher()
    for _ in 1...6 { try go(watcher) }
    #expect(try titles()?.count == 3)
    try expectCurrent(watcher)
  }

  @Test mutating func `an index that is found damaged heals while files go on coming`() throws {
    try workspace.run()
    let path = workspace.configuration.state + "/index.sqlite"
    let index = try DatabaseQueue(path: path)
    try index.write { try $0.execute(sql: "UPDATE page SET own = '[-1]'") }
    try index.close()
    let watcher = try watcher()
    var hurried = 0
    for number in 1...40 {
      // More often than a batch that has failed is tried again.
      try workspace.write(ArchivePage(day: "2014/02/13", title: "Egypt buys grain for \(number) days"))
      try go(watcher, seconds: 0.5)
      if try !watcher.status.errors.isEmpty && watcher.step(time) - time.clock < Self.second / 10 {
        hurried += 1
      }
    }
    #expect(watcher.status.errors == [])
    // Until the retry, only the content is scanned.
    #expect(hurried < 4)
    #expect(try titles()?.contains("Egypt buys grain for 30 days") == true)
    for _ in 1...2 { try go(watcher) }
    #expect(try titles()?.count == 42)
    try expectCurrent(watcher)
  }

  @Test mutating func `a batch that cannot be published is tried again until it can`() throws {
    let watcher = try watcher()
    try go(watcher)
    let place = workspace.configuration.output + "/entity"
    try FileManager.default.removeItem(atPath: place)
    #expect(FileManager.default.createFile(atPath: place, contents: nil))
    try workspace.write(ArchivePage(day: "2014/02/13", title: "Egypt buys grain", form: .handwritten))
    try go(watcher)
    #expect(watcher.status.errors.count == 1)
    try FileManager.default.removeItem(atPath: place)
    for _ in 1...8 { try go(watcher) }
    #expect(try titles()?.count == 3)
    try expectCurrent(watcher)
  }

  @Test(
    "output or state within the content is refused, with the key and the path",
    arguments: ["output", "state"])
  func overlap(key: String) throws {
    var configuration = workspace.configuration
    let inside = workspace.content("news/feeds")
    if key == "output" { configuration.output = inside } else { configuration.state = inside }
    let logger = Logger(label: "feedgen.tests") { _ in SwiftLogNoOpLogHandler() }
    #expect {
      try Watcher(configuration, logger: logger, since: 0)
    } throws: { error in
      "\(error)".contains("\"\(key)\"") && "\(error)".contains(inside)
        && error is ConfigurationError
    }
  }

  @Test mutating func `an index that is missing takes nothing from the feeds while fresh files settle`()
    throws
  {
    try workspace.run()
    let before = try workspace.output()
    try FileManager.default.removeItem(atPath: workspace.configuration.state)
    let watcher = try watcher()
    try setAge(of: ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in Egypt").path, 0.1)
    let next = try watcher.step(time)
    #expect(try workspace.output() == before)
    (time.clock, time.now) = (next + Self.second, time.now + 2 * Self.second)
    _ = try watcher.step(time)
    #expect(watcher.status.events == 2)
    try expectCurrent(watcher)
  }

  @Test mutating func `a file that had just been written when the archive went away is not taken as deleted`()
    throws
  {
    let page = ArchivePage(day: "2014/02/13", title: "Egypt buys grain")
    try workspace.write(page)
    let watcher = try watcher()
    try go(watcher)
    let (news, away) = (workspace.content("news"), workspace.directory.path("away"))
    try workspace.write(
      ArchivePage(day: "2014/02/13", title: "Egypt buys grain", summary: "A great deal of it."))
    try setAge(of: page.path, 0.01)
    time.clock += Self.second
    _ = try watcher.step(time, scan: .allFiles)
    try FileManager.default.moveItem(atPath: news, toPath: away)
    // It is checked before the next poll.
    for _ in 1...4 { try go(watcher, seconds: 0.3) }
    #expect(try titles()?.count == 3)
    try FileManager.default.moveItem(atPath: away, toPath: news)
    for _ in 1...3 { try go(watcher) }
    #expect(try titles()?.count == 3)
    try expectCurrent(watcher)
  }

  @Test mutating func `a directory in the place of which there is a link to another is gone`() throws {
    for day in ["13", "14"] {
      try workspace.write(ArchivePage(day: "2014/02/\(day)", title: "Egypt buys grain"))
    }
    let watcher = try watcher()
    try go(watcher)
    #expect(try titles()?.count == 4)
    let day = workspace.content("news/2014/02/14")
    try FileManager.default.moveItem(atPath: day, toPath: workspace.directory.path("elsewhere"))
    #expect(symlink("13", day) == 0)
    for _ in 1...3 { try go(watcher, scan: .allFiles) }
    #expect(try titles()?.count == 3)
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }

  @Test mutating func `stat passes that take longer than their interval find edits in place`() throws {
    for number in 0..<2_500 {
      try workspace.write(
        "# Choir \(number) sings\n", to: "news/2015/0\(number % 3 + 1)/1/choir-\(number).md")
    }
    workspace.configuration.watchSweep = 0.01
    let watcher = try watcher()
    try go(watcher)
    try workspace.write("# Egypt buys grain\n", to: "news/2015/02/1/choir-1.md")
    for _ in 1...8 { try go(watcher) }
    #expect(try titles("country/egypt.atom")?.first == "Egypt buys grain")
  }

  @Test mutating func `an index that could not be finished is begun again`() throws {
    struct DiskFull: Error {}
    for number in 0..<600 {
      try workspace.write(
        "# Choir \(number) sings\n\n\(String(repeating: "La la la. ", count: 400))\n",
        to: "news/2015/01/1/choir-\(number).md")
    }
    let watcher = try watcher()
    var calls = 0
    watcher.checkpoint = {
      calls += 1
      if calls == 3 { throw DiskFull() }
    }
    try go(watcher)
    #expect(!watcher.hasPublished)
    #expect(watcher.status.errors.count == 1)
    for _ in 1...4 { try go(watcher, seconds: 70) }
    #expect(watcher.status.errors == [])
    #expect(watcher.status.events == 602)
    try expectCurrent(watcher)
  }

  @Test mutating func `an index that is deleted is built again`() throws {
    let watcher = try watcher()
    try go(watcher)
    for suffix in ["", "-wal", "-shm"] { unlink(workspace.configuration.state + "/index.sqlite" + suffix) }
    try workspace.write(ArchivePage(day: "2014/02/13", title: "Egypt buys grain"))
    for _ in 1...2 { try go(watcher) }
    #expect(try titles()?.count == 3)
    try expectCurrent(watcher)
  }

  @Test mutating func `a file that was blocked, and then is gone, leaves its feeds`() throws {
    let page = ArchivePage(day: "2014/02/13", title: "Egypt buys grain")
    try workspace.write(page)
    let watcher = try watcher()
    try go(watcher)
    try workspace.remove(page)
    #expect(symlink("nowhere", workspace.content(page.path)) == 0)
    for _ in 1...3 { try go(watcher, scan: .allFiles) }
    #expect(try titles()?.count == 3)
    try workspace.remove(page)
    for _ in 1...3 { try go(watcher, scan: .allFiles) }
    #expect(try titles()?.count == 2)
    try expectCurrent(watcher)
  }

  @Test mutating func `what a link leads to stays published while it is away, and is found when it is back`()
    throws
  {
    let (disk, away) = (workspace.directory.path("disk"), workspace.directory.path("away"))
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    let page = ArchivePage(day: "2014/02/13", title: "Egypt buys grain")
    try Data(page.text.utf8).write(to: URL(filePath: disk + "/egypt-buys-grain.md"))
    try FileManager.default.createDirectory(
      atPath: workspace.content("news/2014/02"), withIntermediateDirectories: true)
    #expect(symlink(disk, workspace.content("news/2014/02/13")) == 0)
    let watcher = try watcher()
    try go(watcher)
    #expect(try titles()?.count == 3)
    try FileManager.default.moveItem(atPath: disk, toPath: away)
    for _ in 1...3 { try go(watcher, scan: .allFiles) }
    #expect(try titles()?.count == 3)
    try FileManager.default.moveItem(atPath: away, toPath: disk)
    try Data(ArchivePage(day: "2014/02/13", title: "Egypt sells it").text.utf8).write(
      to: URL(filePath: disk + "/egypt-sells-it.md"))
    for _ in 1...3 { try go(watcher, scan: .allFiles) }
    #expect(try titles()?.count == 4)
    try expectCurrent(watcher)
  }

  @Test mutating func `a state directory that is taken away is built again`() throws {
    let watcher = try watcher()
    try go(watcher)
    try FileManager.default.removeItem(atPath: workspace.configuration.state)
    try workspace.write(ArchivePage(day: "2014/02/13", title: "Egypt buys grain"))
    for _ in 1...2 { try go(watcher) }
    #expect(try titles()?.count == 3)
    #expect(try ServiceStatus.read(from: workspace.configuration.state)?.events == 3)
    try expectCurrent(watcher)
  }

  @Test mutating func `an output that is taken away is written again after a while`() throws {
    let watcher = try watcher()
    try go(watcher)
    try FileManager.default.removeItem(atPath: workspace.configuration.output)
    try go(watcher, seconds: 5 * workspace.configuration.watchSweep + 1)
    #expect(try titles()?.count == 2)
    try expectCurrent(watcher)
  }
}
