import Classification
import Foundation
import Primitives
import Publishing
import TestSupport
import Testing
import Watching
import WorkspaceSupport

@testable import Service

@Suite("A watcher, step by step")
struct WatcherTests: WatcherSuite {
  let workspace: Workspace
  var time = firstTime

  init() throws { workspace = try Self.workspace() }

  @Test mutating func `publishes what is there, and then what comes, changes and goes`() throws {
    let watcher = try watcher()
    try go(watcher)
    #expect(try titles()?.count == 2)
    #expect(watcher.status.feeds > 0)
    let page = ArchivePage(day: "2014/02/13", title: "Egypt buys grain")
    try workspace.write(page)
    try go(watcher)
    #expect(try titles("country/egypt.atom") == ["Egypt buys grain", "Norland opens a bridge in Egypt"])
    try workspace.remove(page)
    for _ in 1...2 { try go(watcher) }
    #expect(try titles()?.count == 2)
    #expect(watcher.status.files == 2)
    try expectCurrent(watcher)
  }

  @Test mutating func `changes nothing when nothing has changed`() throws {
    let watcher = try watcher()
    try go(watcher)
    let before = FileTree.stamps(workspace.configuration.output)
    for scan in [Watcher.Scan.due, .allFiles, .due] { try go(watcher, scan: scan) }
    #expect(FileTree.stamps(workspace.configuration.output) == before)
    #expect(watcher.status.lastChange.map { $0 < Double(time.now) / 1e9 } == true)
  }

  @Test(
    "leaves the tree of a full run after random changes, also when it begins anew",
    arguments: RandomArchive.seeds(12))
  mutating func randomChanges(seed: Int) throws {
    let isAhead = seed.isMultiple(of: 2)
    var archive = RandomArchive(
      seed: 3000 + seed, days: RandomArchive.days + (isAhead ? RandomArchive.daysAhead : []))
    var random = SeededGenerator(seed: 3500 + seed)
    workspace.configure(seed: seed)
    let onDemand = try workspace.onDemand()
    var current: Watcher? = try watcher()
    for step in 1...8 {
      try workspace.apply(step == 1 ? archive.additions(6) : archive.step())
      if archive.chance(20) {
        // The next one finds the index as it is.
        current = nil
        current = try watcher()
      }
      let watcher = try #require(current)
      if isAhead {
        // Now and then the clock of the system is set back.
        let hours = Int64.random(in: archive.chance(20) ? -30...0 : 0...30, using: &random)
        time.now += hours * 3_600 * Self.second
      }
      // Only a stat pass finds an edit in place.
      try go(watcher, scan: .allFiles)
      // What is gone counts as gone a while later.
      try go(watcher)
      try expectCurrent(watcher, "step \(step)")
      try workspace.expectSame(onDemand, 4, &random)
    }
  }

  @Test mutating func `leaves the tree of a full run when an event has more names than it may have`() throws {
    let fog = ArchivePage(day: "2014/02/13", title: "Fog comes.")
    func page(_ number: Int, names: Int = 8) -> ArchivePage {
      var page = ArchivePage(day: "2014/02/14", title: "Rain \(number) falls.", slug: "rain-\(number)")
      page.related = [
        fog.related(sharing: (0..<names).map { "Name \(100 + number * 5 + $0)" }.joined(separator: ", "))
      ]
      return page
    }
    try workspace.write([fog] + (0..<25).map { page($0) })
    let watcher = try watcher()
    try go(watcher)
    for step in 0..<6 {
      switch step {
      case 0: try workspace.write(page(30))
      case 1: try workspace.remove(page(4))
      case 2: try workspace.write(page(7, names: 1))
      case 3: try workspace.write(ArchivePage(day: "2014/02/13", title: "Name 180 is here.", slug: "other"))
      case 4: for number in 0..<12 { try workspace.remove(page(number == 4 ? 30 : number)) }
      default: try workspace.write((0..<12).map { page($0) })
      }
      try go(watcher, scan: .allFiles)
      try go(watcher)
      try expectCurrent(watcher, "step \(step)")
    }
  }

  @Test mutating func `looks only at what a change concerns`() throws {
    workspace.configuration.discoversNames = false
    try workspace.write(ArchivePage(day: "2014/02/10", title: "Fog stops the ferries of Brynmoor"))
    let log = LogRecorder()
    let watcher = try watcher(log)
    try go(watcher)
    #expect(log.stages.last?.contains("loaded the index") == true)
    // An entity becomes known that an event mentions which is not touched; then it is forgotten.
    var page = ArchivePage(day: "2014/02/13", title: "A choir sings", form: .handwritten)
    page.context = "Kestrel, Brynmoor"
    try workspace.write(page)
    try go(watcher)
    #expect(log.stages.last?.contains("found affected events") == true)
    #expect(log.stages.last?.contains("loaded the index") == false)
    #expect(
      try titles("entity/brynmoor.atom") == ["A choir sings", "Fog stops the ferries of Brynmoor"])
    try expectCurrent(watcher)
    try workspace.remove(page)
    for _ in 1...2 { try go(watcher) }
    #expect(try titles("entity/brynmoor.atom") == nil)
    #expect(log.stages.last?.contains("loaded the index") == false)
    try expectCurrent(watcher)
  }

  @Test("looks only at what a change concerns when topics need several events", arguments: [2, 3])
  mutating func minimumEvents(minimum: Int) throws {
    workspace.configuration.minimumEvents = minimum
    workspace.configuration.discoversNames = false
    try workspace.write(ArchivePage(day: "2014/02/10", title: "Fog stops the ferries of Brynmoor"))
    workspace.configuration.topics = [
      try #require(
        CombinedTopic(name: "Fog", expression: TopicExpression("entity:brynmoor", gazetteer: .standard)))
    ]
    let pages = (1...3).map { number in
      var page = ArchivePage(day: "2014/02/1\(number)", title: "A choir sings \(number)", form: .handwritten)
      page.context = "Brynmoor, Choir \(number)"
      return page
    }
    let log = LogRecorder()
    let watcher = try watcher(log)
    for count in [1, 2, 3, 2, 1, 3, 0] {
      for page in pages.prefix(count) { try workspace.write(page) }
      for page in pages.dropFirst(count) { try? workspace.remove(page) }
      for _ in 1...2 { try go(watcher, scan: .allFiles) }
      try expectCurrent(watcher, "\(count) pages")
      // One more event mentions it in its title.
      #expect(try (titles("entity/brynmoor.atom") != nil) == (count > 0 && count + 1 >= minimum))
      #expect(try titles("topic/fog.atom")?.count == (count > 0 && count + 1 >= minimum ? count + 1 : 0))
    }
    #expect(log.stages.dropFirst().allSatisfy { !$0.contains("loaded the index") })
  }

  @Test(
    "goes on when the clock of the system jumps",
    arguments: [-31_536_000, -3_600, -1, 1, 3_600, 31_536_000] as [Double])
  mutating func clockJumps(seconds: Double) throws {
    let watcher = try watcher()
    try go(watcher)
    for (number, title) in ["Egypt buys grain", "Egypt sells grain"].enumerated() {
      time.now += Int64(seconds * 1e9) * (number == 0 ? 1 : -1)
      try workspace.write(ArchivePage(day: "2014/02/1\(number)", title: title))
      // An edit of the same length, in place.
      var page = ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in EGYP\(number)")
      page.slug = "norland-opens-a-bridge-in-egypt"
      try workspace.write(page)
      for _ in 1...2 { try go(watcher, scan: .allFiles) }
      #expect(try titles()?.first == title)
      #expect(try titles()?.contains("Norland opens a bridge in EGYP\(number)") == true)
      try expectCurrent(watcher)
    }
  }

  @Test mutating func `publishes a growing file once, when its writer has stopped`() throws {
    let watcher = try watcher()
    try go(watcher)
    let page = ArchivePage(day: "2014/02/13", title: "Egypt buys grain", summary: "A great deal of it.")
    let whole = Data(page.text.utf8)
    var writes = 0
    for length in stride(from: 30, to: whole.count, by: 10) {
      try workspace.write(whole.prefix(length), to: page.path)
      writes += 1
      time.clock += Self.second
      try setAge(of: page.path, 0.1)
      _ = try watcher.step(time, scan: .allFiles)
      #expect(try titles()?.count == 2, "\(length)")
      #expect(watcher.status.skippedCount == 0)
    }
    try workspace.write(whole, to: page.path)
    time.clock += Self.second
    try setAge(of: page.path, 0.1)
    let next = try watcher.step(time, scan: .allFiles)
    #expect(try titles()?.count == 2)
    // The next step is due when the file becomes stable, not an interval later.
    #expect(next <= time.clock + Self.second / 4)
    let left = next - time.clock
    (time.clock, time.now) = (next, time.now + left)
    _ = try watcher.step(time)
    #expect(try titles()?.first == "Egypt buys grain")
    #expect(writes > 3)
  }

  @Test
  mutating func `waits a while for a file that is being written when it starts, and goes on without it`()
    throws
  {
    let page = ArchivePage(day: "2014/02/13", title: "Egypt buys grain")
    try workspace.write(String(page.text.prefix(30)), to: page.path)
    let watcher = try watcher()
    try setAge(of: page.path, 0.1)
    _ = try watcher.step(time)
    #expect(try titles() == nil)
    #expect(!watcher.hasPublished)
    try workspace.write(String(page.text.prefix(31)), to: page.path)
    try setAge(of: page.path, 0.1)
    time.clock += 3 * Self.second
    _ = try watcher.step(time, scan: .allFiles)
    #expect(try titles()?.count == 2)
    #expect(watcher.status.skippedCount == 0)
    try workspace.write(page)
    try setAge(of: page.path, 10)
    try go(watcher, scan: .allFiles)
    #expect(try titles()?.contains("Egypt buys grain") == true)
  }

  @Test mutating func `a file that the kernel says is being written is not read`() throws {
    let watcher = try watcher()
    try go(watcher)
    let page = ArchivePage(day: "2014/02/13", title: "Egypt buys grain")
    try workspace.write(page)
    var notifications = DirectoryNotifications.Batch()
    (notifications.directories, notifications.beingWritten) = (["news/2014/02/13"], [BytePath(page.path)])
    _ = try watcher.step(time, notifications: notifications)
    (time.clock, time.now) = (time.clock + 3 * Self.second, time.now + 3 * Self.second)
    _ = try watcher.step(time, notifications: notifications)
    #expect(try titles()?.count == 2)
    notifications.beingWritten = []
    notifications.completed = [BytePath(page.path)]
    _ = try watcher.step(time, notifications: notifications)
    #expect(try titles()?.count == 3)
  }

  #if os(Linux)
    @Test
    mutating func `the files of a new directory are read at once, but for those that are being written`()
      throws
    {
      let watcher = try watcher()
      try go(watcher)
      let pages = ["Egypt buys grain", "Norland sells grain"].map { title in
        ArchivePage(day: "2014/02/13", title: title)
      }
      for page in pages {
        try workspace.write(page)
        try setAge(of: page.path, 0.1)
      }
      let file = try #require(FileHandle(forUpdatingAtPath: workspace.content(pages[1].path)))
      var notifications = DirectoryNotifications.Batch()
      notifications.directories = ["news/2014/02/13"]
      _ = try watcher.step(time, notifications: notifications)
      #expect(try titles()?.count == 2)
      notifications.begun = notifications.directories
      _ = try watcher.step(time, notifications: notifications)
      #expect(try titles()?.contains("Egypt buys grain") == true)
      #expect(try titles()?.count == 3)
      try file.close()
      _ = try watcher.step(time, notifications: notifications)
      #expect(try titles()?.count == 4)
    }
  #endif

  @Test mutating func `a tree that is copied is published in one batch, when all of it has come`() throws {
    let watcher = try watcher()
    try go(watcher)
    for part in 0..<2 {
      for number in 0..<110 {
        try workspace.write(
          ArchivePage(day: "2015/0\(part + 1)/1", title: "Choir number \(part * 110 + number) sings"))
      }
      try go(watcher, seconds: 0.3, scan: .allFiles)
      #expect(watcher.status.events == 2)
    }
    try go(watcher, seconds: 0.3)
    #expect(watcher.status.events == 222)
    try expectCurrent(watcher)
  }

  @Test mutating func `files that come without end are published all the same`() throws {
    let watcher = try watcher()
    try go(watcher)
    for part in 0..<9 {
      for number in 0..<100 {
        try workspace.write(ArchivePage(day: "2015/01/1", title: "Choir number \(part * 100 + number) sings"))
      }
      try go(watcher, seconds: 0.3, scan: .allFiles)
    }
    #expect(watcher.status.events > 600)
  }

  @Test mutating func `an edit just after a file was read is found although its stamp is the same`() throws {
    let watcher = try watcher()
    try go(watcher)
    let page = ArchivePage(day: "2014/02/13", title: "Egypt buys grain")
    try workspace.write(page)
    try setAge(of: page.path, 0.5)
    try go(watcher, seconds: 0.1, scan: .allFiles)
    #expect(try titles()?.first == "Egypt buys grain")
    // The index must not take the file's times for proof before they are old enough: it is read once more.
    let next = try watcher.step(time)
    #expect(next <= time.clock + 2 * Self.second)
    for _ in 1...3 { try go(watcher, seconds: 1) }
    try expectCurrent(watcher)
  }

  @Test mutating func `what has changed while it was down is found at its start`() throws {
    try workspace.run()
    try workspace.write(ArchivePage(day: "2014/02/13", title: "Egypt buys grain"))
    try workspace.remove(ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in Egypt"))
    let watcher = try watcher()
    for _ in 1...2 { try go(watcher) }
    #expect(try titles() == ["Egypt buys grain", "Fog stops the ferries of Norland"])
    try expectCurrent(watcher)
  }

  @Test mutating func `the status is in the state directory, for others to read`() throws {
    let watcher = try watcher()
    try workspace.write("no title\n", to: "news/2013/11/4/bad.md")
    try go(watcher)
    let status = try #require(try ServiceStatus.read(from: workspace.configuration.state))
    #expect(status.events == 2)
    #expect(status.files == 3)
    #expect(Set(status.problems.map(\.path)) == ["news/2013/11/4/bad.md"])
    #expect(status.process == getpid())
    #expect(ServiceStatus.complaint(status, isRunning: true, now: status.lastScan ?? 0) == nil)
    #expect(ServiceStatus.complaint(status, isRunning: false, now: status.lastScan ?? 0) != nil)
    #expect(ServiceStatus.complaint(status, isRunning: true, now: (status.lastScan ?? 0) + 3600) != nil)
    #expect(ServiceStatus.complaint(nil, isRunning: true, now: 0) != nil)
  }
}
