#if PostgreSQL
  import ArchiveIndex
  import Primitives
  import Service
  import TestSupport
  import Testing
  import WorkspaceSupport

  @Suite(
    "A backup moves an index", .enabled(if: PostgresServer.isAvailable, "\(PostgresServer.reason)"))
  struct PostgresBackupTests {
    private let workspace: Workspace

    init() throws {
      workspace = try Workspace(index: .postgreSQL)
      var archive = RandomArchive(seed: 4711)
      try workspace.apply(archive.additions(6))
      workspace.configuration.hubs = ["http://localhost:1/"]
      try workspace.publish()
      workspace.isForced = true
      for _ in 1...2 {
        try workspace.apply(archive.step())
        try workspace.run()
      }
    }

    private func backup(_ location: String, to name: String) throws -> String {
      let path = workspace.directory.path(name)
      _ = try StateBackup(ofServiceAt: location).write(
        to: path, replaces: false, version: Version.current, time: Workspace.now)
      return path
    }

    // Publishes to an empty directory with the index at a location, and compares with what there is.
    private func expectSameTree(_ index: String?, state: String) throws {
      let tree = try workspace.output()
      let before = workspace.configuration
      defer { workspace.configuration = before }
      workspace.configuration.index = index
      workspace.configuration.state = workspace.directory.path(state)
      workspace.configuration.output = workspace.directory.path(state + "-feeds")
      try workspace.run()
      #expect(try workspace.output().differences(from: tree) == [])
    }

    @Test("from PostgreSQL to SQLite and back, with ids, times and subscriptions")
    func roundTrip() throws {
      let location = try #require(workspace.configuration.index)
      let first = try backup(location, to: "first")
      let state = workspace.directory.path("moved")
      _ = try StateBackup(ofServiceAt: state).restore(from: first, replaces: false)
      try expectSameTree(nil, state: "moved")
      let second = try backup(state, to: "second")
      let other = try #require(PostgresServer.shared).newLocation()
      let restored = try StateBackup(ofServiceAt: other).restore(from: second, replaces: false)
      #expect(restored.kept == [])
      #expect(restored.manifest.databases.map(\.name) == ["index.sqlite", "websub.sqlite"])
      try expectSameTree(other, state: "back")
    }

    @Test("replaces another only when that is allowed, and keeps it under another name")
    func replacement() throws {
      let location = try #require(workspace.configuration.index)
      let file = try backup(location, to: "file")
      let before = try IndexKind.database(at: location).read { try $0.setting("identity") }
      #expect(throws: BackupError.self) {
        try StateBackup(ofServiceAt: location).restore(from: file, replaces: false)
      }
      let restored = try StateBackup(ofServiceAt: location).restore(from: file, replaces: true)
      #expect(restored.kept.count == 2)
      // Nothing that was made of the index before is taken for its own.
      #expect(try IndexKind.database(at: location).read { try $0.setting("identity") } != before)
      try expectSameTree(location, state: "same")
    }

    @Test("is refused while a process writes the index")
    func inUse() throws {
      let location = try #require(workspace.configuration.index)
      let file = try backup(location, to: "file")
      let index = try IndexKind.database(at: location).open()
      #expect(throws: IndexError.self) {
        try StateBackup(ofServiceAt: location).restore(from: file, replaces: true)
      }
      withExtendedLifetime(index) {}
    }
  }
#endif
