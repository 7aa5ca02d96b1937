#if PostgreSQL
  import ArchiveIndex
  import EventArchive
  import Foundation
  import Primitives
  import TestSupport
  import Testing
  import WorkspaceSupport

  @testable import Pipeline

  @Suite(
    "A build that several processes do",
    .enabled(if: PostgresServer.isAvailable, "\(PostgresServer.reason)"))
  struct SharedBuildTests {
    private func build(_ workspace: Workspace, _ observer: BuildObserver = BuildObserver()) -> Build {
      var build = Build(
        workspace.configuration.buildSettings, isFull: false, now: Workspace.now, logger: Workspace.logger,
        observer: observer)
      build.lossGuard.isForced = true
      (build.sharedSizes.leastShared, build.sharedSizes.task) = (1, 5)
      (build.leastSharedChunks, build.filesInChunk) = (1, 3)
      return build
    }

    @Test("leaves the tree of a build by one process", arguments: 1...6)
    func sameTree(seed: Int) throws {
      let workspace = try Workspace(index: .postgreSQL)
      workspace.configure(seed: seed)
      var archive = RandomArchive(seed: 800 + seed)
      var posts = RandomPosts(seed: 850 + seed)
      let hasPosts = seed.isMultiple(of: 2)
      if hasPosts {
        workspace.configuration.format = ContentSettings(
          site: PostSite(SiteSettings(kind: seed == 2 ? .hugo : .jekyll), root: .content))
      }
      for step in 0...2 {
        try workspace.apply(step == 0 ? archive.additions(8) : archive.step())
        if hasPosts { try workspace.apply(step == 0 ? posts.additions(6) : posts.step()) }
        let before = try step == 0 ? nil : workspace.copyOfState()
        try addWorker(to: workspace)
        // Another process reads all files, and when the leader has built some documents, builds all that are left.
        let helper = build(workspace)
        var (helpedToRead, helped): (Result<Build.Help, any Error>?, Result<Build.Help, any Error>?)
        var observer = BuildObserver()
        observer.checkpoint = { if helpedToRead == nil { helpedToRead = Result { try helper.help() } } }
        observer.onProgress = { work, _, _ in
          if work == "feeds", helped == nil { helped = Result { try helper.help() } }
        }
        let summary = try build(workspace, observer).run()
        let expected =
          try before.map { try workspace.output(ofState: $0, now: Workspace.now) } ?? workspace.freshOutput()
        let differences = try workspace.output().differences(from: expected)
        #expect(differences == [], "step \(step)")
        if step == 0 {
          #expect(try #require(helpedToRead).get().files == summary.parsed)
          #expect(try #require(helped).get().documents > 0)
          #expect(summary.report.written == summary.feeds)
        }
        let index = try IndexKind.database(at: workspace.configuration.indexLocation)
        #expect(try index.read { try $0.documents().allSatisfy { !$0.isDirty && $0.stamp != nil } })
        #expect(try index.sharedWork()?.current() == nil)
      }
    }

    @Test("builds a document again that a lost process may have written, though nothing else has changed")
    func suspect() throws {
      let workspace = try Workspace(index: .postgreSQL)
      var archive = RandomArchive(seed: 930)
      try workspace.apply(archive.additions(8))
      _ = try build(workspace).run()
      let index = try IndexKind.database(at: workspace.configuration.indexLocation)
      try #require(index.sharedWork()).suspect(["all.atom"])
      _ = try build(workspace).run()
      #expect(try index.read { try $0.documents().filter(\.isDirty).map(\.path) } == [])
    }

    @Test("of other settings is left to processes that have them")
    func otherSettings() throws {
      let workspace = try Workspace(index: .postgreSQL)
      var archive = RandomArchive(seed: 900)
      try workspace.apply(archive.additions(8))
      try addWorker(to: workspace)
      var other = workspace.configuration
      other.title = "Quill"
      let place = workspace.configuration
      var helped: [Result<Build.Help, any Error>] = []
      workspace.configuration = other
      let first = build(workspace)
      // The same settings, and another directory for the output.
      workspace.configuration = place
      workspace.configuration.output = workspace.directory.path("elsewhere")
      let second = build(workspace)
      workspace.configuration = place
      var observer = BuildObserver()
      observer.onProgress = { work, _, _ in
        if work == "feeds", helped.isEmpty {
          helped = [first, second].map { helper in Result { try helper.help() } }
        }
      }
      _ = try build(workspace, observer).run()
      #expect(try helped.map { try $0.get().documents } == [0, 0])
      let differences = try workspace.output().differences(from: workspace.freshOutput())
      #expect(differences == [])
    }

    @Test(
      "reads by itself what another process has in another version, or not at all", arguments: [true, false])
    func otherVersion(isGone: Bool) throws {
      let workspace = try Workspace(index: .postgreSQL)
      var archive = RandomArchive(seed: 910)
      try workspace.apply(archive.additions(8))
      try addWorker(to: workspace)
      let path = workspace.content(try #require(try workspace.contentFiles().first))
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let helper = build(workspace)
      var helped: Result<Build.Help, any Error>?
      var observer = BuildObserver()
      observer.checkpoint = {
        guard helped == nil else { return }
        helped = Result {
          try isGone
            ? FileManager.default.removeItem(atPath: path)
            : (text + "\nIt rained.\n").write(toFile: path, atomically: true, encoding: .utf8)
          defer { try? text.write(toFile: path, atomically: true, encoding: .utf8) }
          return try helper.help()
        }
      }
      let summary = try build(workspace, observer).run()
      #expect(try #require(helped).get().files == summary.parsed - 1)
      #expect(summary.problems.filter { $0.severity == .rejected } == [])
      let differences = try workspace.output().differences(from: workspace.freshOutput())
      #expect(differences == [])
    }

    @Test("keeps what a process has done that must end in the middle")
    func interruptedHelper() throws {
      struct Interrupted: Error {}
      let workspace = try Workspace(index: .postgreSQL)
      var archive = RandomArchive(seed: 920)
      try workspace.apply(archive.additions(8))
      try addWorker(to: workspace)
      var (checks, documents) = (0, 0)
      var interrupted = BuildObserver()
      interrupted.checkpoint = {
        checks += 1
        if checks == 40 { throw Interrupted() }
      }
      let helper = build(workspace, interrupted)
      let place = workspace.configuration.indexLocation
      var observer = BuildObserver()
      observer.onProgress = { work, _, _ in
        guard work == "feeds", checks == 0 else { return }
        #expect(throws: Interrupted.self) { try helper.help() }
        let waiting = try? IndexKind.database(at: place).membership()?.cluster().waitingDocuments
        documents = Int(waiting ?? 0)
      }
      let summary = try build(workspace, observer).run()
      #expect(checks == 40)
      // Some tasks were done, and the others were given back: the leader does not wait for their leases.
      #expect(documents > 0)
      #expect(documents < summary.feeds)
      let differences = try workspace.output().differences(from: workspace.freshOutput())
      #expect(differences == [])
    }

    // Records another process, without which a leader builds alone. The schema is made by the first build.
    private func addWorker(to workspace: Workspace) throws {
      let location = try #require(workspace.configuration.index)
      _ = try IndexKind.database(at: location).open()
      try #require(PostgresServer.shared).execute(
        """
        INSERT INTO worker VALUES ('process 1 on kestrel', '1', 0, clock_timestamp())
        ON CONFLICT (name) DO UPDATE SET heartbeat = clock_timestamp()
        """, in: location)
    }
  }
#endif
