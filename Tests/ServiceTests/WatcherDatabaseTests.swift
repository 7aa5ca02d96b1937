#if PostgreSQL
  import ArchiveIndex
  import Foundation
  import TestSupport
  import Testing
  import WorkspaceSupport

  @testable import Service

  @Suite(
    "A watcher whose index is in PostgreSQL",
    .enabled(if: PostgresServer.isAvailable, "\(PostgresServer.reason)"))
  struct WatcherDatabaseTests: WatcherSuite {
    let workspace: Workspace
    var time = firstTime
    private let server: PostgresServer

    init() throws {
      workspace = try Self.workspace()
      server = try #require(PostgresServer())
      workspace.configuration.index = server.newLocation()
    }

    private func complaint(_ watcher: Watcher) -> String? {
      ServiceStatus.complaint(watcher.status, isRunning: true, now: Double(time.now) / 1e9)
    }

    @Test mutating func `waits for the database at its start, and says so`() throws {
      try server.stop()
      let watcher = try Watcher(workspace.configuration, logger: Workspace.logger, since: time.now)
      try watcher.openOrWait()
      try go(watcher)
      #expect(complaint(watcher)?.contains("the database cannot be reached") == true)
      let status = try ServiceStatus.read(from: workspace.configuration.state)
      #expect(status?.errors.first?.contains("the database cannot be reached") == true)
      #expect(try titles() == nil)
      try server.start()
      for _ in 1...2 { try go(watcher) }
      #expect(complaint(watcher) == nil)
      #expect(try titles()?.count == 2)
    }

    @Test mutating func `waits while another writes the index, and takes over from one that is gone`() throws
    {
      var first: Watcher? = try watcher()
      if let first { try go(first) }
      let next = try Watcher(workspace.configuration, logger: Workspace.logger, since: time.now)
      #expect(try !next.openOrWait())
      let before = FileTree.stamps(workspace.configuration.output)
      try workspace.write(ArchivePage(day: "2014/02/13", title: "Egypt buys grain"))
      for _ in 1...3 { try go(next) }
      #expect(next.status.leader == IndexCluster.thisProcess)
      #expect(complaint(next) == nil)
      #expect(FileTree.stamps(workspace.configuration.output) == before)
      first = nil
      for _ in 1...2 { try go(next) }
      #expect(next.status.leader == nil)
      #expect(try titles()?.first == "Egypt buys grain")
      try expectCurrent(next)
    }

    @Test mutating func `has no problems of the content while another writes the index`() throws {
      let watcher = try watcher()
      try go(watcher)
      let away = workspace.directory.path("away")
      try FileManager.default.moveItem(atPath: workspace.configuration.content, toPath: away)
      try go(watcher, scan: .allFiles)
      #expect(complaint(watcher) != nil)
      try server.execute(
        """
        UPDATE leader SET term = term + 1, holder = 'process 1 on kestrel', expires = 'infinity',
          (backend, started) = (
            SELECT pid, backend_start FROM pg_stat_activity WHERE backend_type = 'checkpointer')
        """, in: #require(workspace.configuration.index))
      // Its thread notices that at the next renewal.
      let deadline = ContinuousClock.now + .seconds(60)
      while watcher.status.leader == nil, ContinuousClock.now < deadline { try go(watcher) }
      #expect(watcher.status.leader == "process 1 on kestrel")
      #expect(complaint(watcher) == nil)
    }

    @Test mutating func `publishes nothing more when another has taken over the index`() throws {
      let watcher = try watcher()
      try go(watcher)
      let before = FileTree.stamps(workspace.configuration.output)
      try server.execute("UPDATE leader SET term = term + 1", in: #require(workspace.configuration.index))
      try workspace.write(ArchivePage(day: "2014/02/13", title: "Egypt buys grain"))
      try go(watcher)
      #expect(FileTree.stamps(workspace.configuration.output) == before)
      #expect(complaint(watcher)?.contains("another feedgen has taken over this index") == true)
    }

    @Test mutating func `keeps the feeds while the database is down, and goes on when it is back`() throws {
      let watcher = try watcher()
      try go(watcher)
      let before = FileTree.stamps(workspace.configuration.output)
      try server.stop()
      try workspace.write(ArchivePage(day: "2014/02/13", title: "Egypt buys grain"))
      for _ in 1...3 {
        try go(watcher)
        #expect(complaint(watcher)?.contains("the database cannot be reached") == true)
        #expect(FileTree.stamps(workspace.configuration.output) == before)
      }
      try server.start()
      for _ in 1...40 where complaint(watcher) != nil { try go(watcher) }
      #expect(complaint(watcher) == nil)
      #expect(try titles()?.first == "Egypt buys grain")
      try expectCurrent(watcher)
    }

    @Test mutating func `keeps stable files for later when the database is lost while others are written`()
      throws
    {
      let watcher = try watcher()
      try go(watcher)
      let page = ArchivePage(day: "2014/02/13", title: "Egypt buys grain")
      try workspace.write(page)
      try setAge(of: page.path, 0)
      try go(watcher, seconds: 0, scan: .allFiles)
      try workspace.write(ArchivePage(day: "2014/02/14", title: "Norland buys grain"))
      try server.stop()
      // The first file is stable in this step, and the second is not.
      try go(watcher, seconds: workspace.configuration.watchSettle, scan: .allFiles)
      #expect(complaint(watcher)?.contains("the database cannot be reached") == true)
      try server.start()
      for _ in 1...40 where complaint(watcher) != nil { try go(watcher) }
      for _ in 1...2 { try go(watcher) }
      #expect(try titles()?.prefix(2) == ["Norland buys grain", "Egypt buys grain"])
      try expectCurrent(watcher)
    }
  }
#endif
