import Foundation
import GRDB
import Primitives
import TestSupport
import Testing
import WorkspaceSupport

@testable import ArchiveIndex
@testable import Service
@testable import WebSub

@Suite("A backup")
struct BackupTests {
  private let workspace: Workspace
  private var state: String { workspace.configuration.state }
  private var index: String { state + "/index.sqlite" }
  private var file: String { workspace.directory.path("backup.tar") }

  private let bridge = ArchivePage(
    day: "2013/11/4", title: "Sudhaven opens a bridge", form: .handwritten, context: "Sudhaven, Egypt")
  private let ferry = ArchivePage(
    day: "2013/11/14", title: "A ferry sails to Brynmoor", form: .handwritten, context: "Brynmoor, Sudhaven")

  init() throws {
    workspace = try Workspace(bridge, ferry)
    try workspace.run()
    let store = try workspace.webSubStore(naming: "http://localhost:1/")
    _ = try store.enqueuePublish(["http://localhost:8080/all.atom"], hub: "http://localhost:1/")
    try change(
      "INSERT INTO subscription VALUES ('http://localhost:8080/all.atom', 'http://localhost:2/', 'quill', 9)",
      in: state + "/websub.sqlite")
  }

  private func backup() throws -> StateBackup { try StateBackup(ofServiceAt: state) }

  @discardableResult
  private func write(replaces: Bool = false) throws -> BackupManifest {
    try backup().write(to: file, replaces: replaces, version: Version.current, time: Workspace.now)
  }

  @discardableResult
  private func restore(only part: StateBackup.Part? = nil, replaces: Bool = false) throws -> [String] {
    try backup().restore(from: file, only: part, replaces: replaces).kept
  }

  private func loseState() throws { try FileManager.default.removeItem(atPath: state) }

  private func change(_ sql: String, in path: String) throws {
    let database = try DatabaseQueue(path: path)
    try database.writeWithoutTransaction { try $0.execute(sql: sql) }
    try database.close()
  }

  // The times of events, by their ids.
  private func history(in path: String? = nil) throws -> [String] {
    let database = try DatabaseQueue(path: path ?? index)
    defer { try? database.close() }
    return try database.read {
      try String.fetchAll(
        $0,
        sql: "SELECT path || ' ' || published || ' ' || updated FROM event JOIN name USING (id) ORDER BY path"
      )
    }
  }

  private func subscriptions() throws -> Int {
    try WebSubStore(index: state).read { try WebSubStore.count("subscription", $0) }
  }

  private func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: state).sorted()
  }

  // The error with which something ends.
  private func failure(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch {
      return "\(error)"
    }
  }

  // MARK: Writing

  @Test("restores index and subscriptions into an empty state directory, so that a run has nothing to write")
  func restored() throws {
    try change("UPDATE event SET published = published + 3600, updated = updated + 3600", in: index)
    try workspace.run(isFull: true)
    let (output, history) = (try workspace.output(), try history())
    let manifest = try write()
    #expect(manifest.databases.map(\.name) == ["index.sqlite", "websub.sqlite"])
    #expect(manifest.rows("event") == 2 && manifest.rows("subscription") == 1 && manifest.rows("errand") == 1)
    try loseState()
    try restore()
    #expect(try files() == ["index.sqlite", "lock", "websub.sqlite"])
    #expect(try self.history() == history)
    #expect(try subscriptions() == 1)
    #expect(try workspace.run().report.written == 0)
    #expect(try workspace.output().differences(from: output) == [])
  }

  @Test("is one file that only its owner can read, a tar archive of SQLite databases")
  func form() throws {
    try write()
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let list = try FeedgenProcess.run(command: ["tar", "-tf", file], in: workspace.directory.path)
    #expect(list.output == "feedgen-backup.json\nindex.sqlite\nwebsub.sqlite\n", "\(list.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: workspace.directory.path)
    #expect(names.filter { $0.contains("feedgen-new") } == [])
    try #require(FeedgenProcess.run(command: ["tar", "-xf", file], in: workspace.directory.path).status == 0)
    #expect(try history(in: workspace.directory.path("index.sqlite")) == history())
  }

  @Test("does not replace a backup unless it is told to, and never another file or a directory")
  func existing() throws {
    try workspace.directory.write("mine", to: "backup.tar")
    #expect(failure { try write() }.contains("backup.tar: is there already"))
    #expect(failure { try write(replaces: true) }.contains("is no backup, which is all that"))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
    try workspace.directory.write("", to: "backup.tar")
    try write(replaces: true)
    #expect(failure { try write() }.contains("backup.tar: is there already"))
    try write(replaces: true)
    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: true)
    #expect(failure { try write(replaces: true) }.contains("is not a regular file"))
  }

  @Test("is made although a table is damaged that can be built again")
  func damagedTopics() throws {
    try change("UPDATE topic SET name = x'ff00', aliases = 'none'", in: index)
    #expect(try write().rows("event") == 2)
    try loseState()
    try restore()
    try workspace.run(isFull: true)
    #expect(try history().count == 2)
  }

  @Test("leaves the secrets of subscribers to the owner when it is restored")
  func permissions() throws {
    try write()
    try loseState()
    try restore()
    let attributes = try FileManager.default.attributesOfItem(atPath: state + "/websub.sqlite")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test(
    "with values that feedgen does not write is damaged, and nothing is restored",
    arguments: [
      { $0.made = -9_000_000_000_000_000_000 }, { $0.databases[0].size = .max }, { $0.databases = [] },
      { $0.format = -5 }, { $0.databases.append($0.databases[0]) }, { $0.databases[0].rows["event"] = -1 },
    ] as [@Sendable (inout BackupManifest) -> Void])
  func impossible(change: @Sendable (inout BackupManifest) -> Void) throws {
    var manifest = try write()
    change(&manifest)
    try replaceDescription(by: manifest)
    try loseState()
    #expect(failure { try restore() }.contains("the backup is damaged"))
    #expect(!FileManager.default.fileExists(atPath: index))
  }

  // Writes a backup that is a description alone.
  private func replaceDescription(by manifest: BackupManifest) throws {
    let description = [UInt8](try JSONEncoder().encode(manifest))
    let header = TarHeader(name: "feedgen-backup.json", size: Int64(description.count))
    let zeros = [UInt8](repeating: 0, count: TarHeader.padding(after: header.size) + 1024)
    try Data(header.block(time: Workspace.now) + description + zeros).write(to: URL(filePath: file))
  }

  @Test("with a trigger or a view is damaged: it would be run by later statements")
  func programs() throws {
    try change("CREATE TRIGGER quill AFTER INSERT ON event BEGIN DELETE FROM name; END", in: index)
    #expect(failure { try write() }.contains("\"quill\""))
  }

  @Test("is not made of an index whose ids and times are damaged; the backup before it stays")
  func damagedIndex() throws {
    try write()
    let before = try Data(contentsOf: URL(filePath: file))
    for sql in ["UPDATE event SET published = 9e18", "UPDATE name SET event = 99999", "DROP TABLE event"] {
      try change(sql, in: index)
      let error = failure { try write(replaces: true) }
      #expect(error.contains("\(index): damaged"), "\(error)")
      #expect(error.contains("feedgen restore"), "\(error)")
    }
    #expect(try Data(contentsOf: URL(filePath: file)) == before)
    try Data(repeating: 0x41, count: 5000).write(to: URL(filePath: index))
    #expect(failure { try write(replaces: true) }.contains("\(index): the file is damaged"))
    try FileManager.default.removeItem(atPath: index)
    #expect(failure { try write(replaces: true) }.contains("no index there yet"))
    #expect(try Data(contentsOf: URL(filePath: file)) == before)
  }

  @Test("has the indexes of feeds in other languages")
  func languages() throws {
    var edition = workspace.configuration
    edition.state = state + "/languages/de"
    edition.output = workspace.directory.path("de")
    let other = try Workspace(ferry)
    other.configuration.state = edition.state
    try other.run()
    #expect(
      try write().databases.map(\.name) == ["index.sqlite", "languages/de/index.sqlite", "websub.sqlite"])
    let history = try history(in: edition.state + "/index.sqlite")
    try loseState()
    try restore()
    #expect(try self.history(in: edition.state + "/index.sqlite") == history)
    #expect(try other.run().report.written == 0)
  }

  // MARK: Restoring

  @Test("does not replace an index unless it is told to, and then keeps that index under another name")
  func replacing() throws {
    try write()
    try change("UPDATE event SET published = published - 60", in: index)
    let changed = try history()
    let before = try files()
    let error = failure { try restore() }
    #expect(error.contains("index.sqlite") && error.contains("--force"), "\(error)")
    #expect(try history() == changed)
    #expect(
      try files().filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }
        == before.filter { !$0.contains("-") })
    #expect(try restore(replaces: true) == [index + ".replaced-1", state + "/websub.sqlite.replaced-1"])
    #expect(try history() != changed)
    #expect(try history(in: index + ".replaced-1") == changed)
    #expect(try restore(replaces: true) == [index + ".replaced-2", state + "/websub.sqlite.replaced-2"])
  }

  @Test("restores the index alone, or the subscriptions alone")
  func parts() throws {
    try write()
    try change("DELETE FROM subscription", in: state + "/websub.sqlite")
    try FileManager.default.removeItem(atPath: index)
    #expect(try restore(only: .index) == [])
    #expect(try subscriptions() == 0)
    #expect(try restore(only: .websub, replaces: true) == [state + "/websub.sqlite.replaced-1"])
    #expect(try subscriptions() == 1)
  }

  @Test("is not restored while another feedgen uses the state directory")
  func locked() throws {
    try write()
    let open = try IndexKind.database(at: state).open()
    #expect(failure { try restore(replaces: true) }.contains("another feedgen"))
    #expect(open.isInPlace)
    withExtendedLifetime(open) {}
  }

  @Test("replaces an index with the write-ahead log that a killed process has left")
  func writeAheadLog() throws {
    try write()
    let history = try history()
    // As after a kill: the log has changes that the file lacks.
    let database = try DatabasePool(path: index)
    try database.write { try $0.execute(sql: "UPDATE event SET published = published - 60") }
    let killed = workspace.directory.path("killed")
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: index + suffix, toPath: killed + suffix)
    }
    try database.close()
    let changed = try self.history()
    for suffix in ["", "-wal"] {
      try? FileManager.default.removeItem(atPath: index + suffix)
      try FileManager.default.copyItem(atPath: killed + suffix, toPath: index + suffix)
    }
    let kept = try restore(only: .index, replaces: true)
    #expect(try self.history() == history)
    #expect(kept == [index + ".replaced-1"])
    #expect(try self.history(in: index + ".replaced-1") == changed)
  }

  @Test("is whole after a kill of the run that has first opened it")
  func journal() throws {
    try write()
    try loseState()
    try restore()
    let history = try history()
    // A transaction of a database that has no write-ahead log yet, with pages that are in the file before its end.
    let database = try DatabaseQueue(path: index)
    let killed = workspace.directory.path("killed")
    try database.writeWithoutTransaction { database in
      try database.execute(
        sql: """
          PRAGMA cache_size = 1; BEGIN; UPDATE event SET published = published - 60;
          CREATE TABLE other AS SELECT randomblob(1000000) AS bytes;
          """)
      for suffix in ["", "-journal"] {
        try FileManager.default.copyItem(atPath: index + suffix, toPath: killed + suffix)
      }
      try database.execute(sql: "ROLLBACK")
    }
    try database.close()
    try FileManager.default.removeItem(atPath: index)
    for suffix in ["", "-journal"] {
      try FileManager.default.moveItem(atPath: killed + suffix, toPath: index + suffix)
    }
    try workspace.run()
    #expect(try self.history() == history)
  }

  @Test("is of no other program, and is whole; otherwise nothing changes", arguments: RandomArchive.seeds(20))
  func damagedBackup(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    try write()
    let good = try Data(contentsOf: URL(filePath: file))
    try change("UPDATE event SET published = published - 60", in: index)
    let before = try history()
    var bad = good
    switch random.pick(["cut", "bit", "empty", "other", "bit", "cut"]) {
    case "cut": bad = good.prefix(Int.random(in: 1..<(good.count - 1024), using: &random))
    case "bit":
      // Beyond the last file are zeros that mean nothing.
      let place = Int.random(in: 0..<(good.count - 20_000), using: &random)
      bad[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
    case "empty": bad = Data()
    default: bad = try Data(contentsOf: URL(filePath: index))
    }
    try bad.write(to: URL(filePath: file))
    let error = failure { try restore(replaces: true) }
    let isHarmless = error.isEmpty
    if isHarmless {
      // Fields of headers that are not used, as the owner, may differ only with the checksum.
      Issue.record("seed \(seed): a damaged backup was restored")
    }
    #expect(error.hasPrefix(file), "\(error)")
    #expect(try history() == before)
    #expect(try files().filter { $0.contains("restor") || $0.contains("replaced") } == [])
  }

  @Test("of a newer feedgen is refused: of another form, or with a newer index")
  func newer() throws {
    let manifest = try write()
    let text = try Data(contentsOf: URL(filePath: file))
    let work = try TemporaryDirectory()
    try #require(FeedgenProcess.run(command: ["tar", "-xf", file], in: work.path).status == 0)
    var other = manifest
    (other.format, other.feedgen) = (BackupManifest.currentFormat + 1, "9.0.0")
    try FileManager.default.removeItem(atPath: file)
    try BackupFile.write(other, of: work.path, to: file)
    let error = failure { try restore(replaces: true) }
    #expect(error.contains("newer feedgen (9.0.0)"), "\(error)")
    try change("INSERT INTO grdb_migrations VALUES ('99')", in: work.path("index.sqlite"))
    other = manifest
    other.feedgen = "9.0.0"
    let (sha256, size) = try BackupFile.digest(ofFile: work.path("index.sqlite"))
    (other.databases[0].sha256, other.databases[0].size) = (sha256, size)
    try FileManager.default.removeItem(atPath: file)
    try BackupFile.write(other, of: work.path, to: file)
    #expect(failure { try restore(replaces: true) }.contains("newer feedgen (9.0.0)"))
    // A name that leads elsewhere.
    other.databases[0].name = "../index.sqlite"
    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.createDirectory(
      atPath: work.path("languages"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: work.path("websub.sqlite"), toPath: work.path("languages/websub.sqlite"))
    try BackupFile.write(other, of: work.path("languages"), to: file)
    #expect(failure { try restore(replaces: true) }.contains("the backup is damaged"))
    try text.write(to: URL(filePath: file))
    #expect(throws: Never.self) { try restore(replaces: true) }
  }

  @Test("belongs to the user of the service when root has restored it", .enabled(if: geteuid() == 0))
  func owner() throws {
    try write()
    try loseState()
    try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
    try #require(chown(state, 65534, 65534) == 0)
    try restore()
    for name in try files() {
      let owner = try FileManager.default.attributesOfItem(atPath: state + "/" + name)[.ownerAccountID]
      #expect(owner as? Int == 65534, "\(name)")
    }
  }

  // MARK: Kills

  @Test("that a killed process has decided to restore is restored by the next", arguments: [0, 1, 2])
  func interrupted(moved: Int) throws {
    try write()
    let restoredHistory = try history()
    try change("UPDATE event SET published = published - 60", in: index)
    try change("DELETE FROM subscription", in: state + "/websub.sqlite")
    // The steps of a restoration, of which the last ones are not taken.
    let path = try RestoredFiles.begin(in: state)
    let backup = try BackupFile(file)
    for database in backup.manifest.databases {
      try backup.copy(database, to: path + "/" + database.name, mode: 0o600)
    }
    try RestoredFiles.decide(in: state)
    for name in ["index.sqlite", "websub.sqlite"].prefix(moved) {
      try FileManager.default.linkItem(atPath: state + "/" + name, toPath: state + "/\(name).replaced-1")
      try #require(rename(state + "/restored/" + name, state + "/" + name) == 0)
    }
    let reading = failure { try IndexKind.database(at: state).read { _ in } }
    #expect(reading.contains("interrupted") && reading.contains("run `feedgen`"), "\(reading)")
    #expect(failure { _ = try subscriptions() } == reading)
    try workspace.run()
    #expect(try history() == restoredHistory)
    #expect(try subscriptions() == 1)
    #expect(try files().filter { $0.hasPrefix("restor") } == [])
    #expect(FileManager.default.fileExists(atPath: index + ".replaced-1"))
  }

  @Test("that a killed process has not decided to restore is as if it had never begun")
  func undecided() throws {
    try write()
    try change("UPDATE event SET published = published - 60", in: index)
    let before = try history()
    let path = try RestoredFiles.begin(in: state)
    try Data("half".utf8).write(to: URL(filePath: path + "/index.sqlite"))
    try workspace.run()
    #expect(try history() == before)
    #expect(try files().filter { $0.hasPrefix("restor") } == [])
    try restore(replaces: true)
    #expect(try files().filter { $0.hasPrefix("restor") } == [])
  }

  // Whether strace is installed and may trace a process.
  private static let canInject =
    (try? FeedgenProcess.run(command: ["strace", "-qq", "-o", "/dev/null", "true"], in: "/").status) == 0

  @Test(
    "leaves the old state or the new one, whichever system call its restoration is killed at",
    .enabled(if: canInject, "strace cannot be used here"),
    arguments: ["rename", "link,linkat", "unlink", "fsync", "mkdir", "rmdir,unlinkat"])
  func killed(call: String) throws {
    try write()
    let new = try history()
    try change("UPDATE event SET published = published - 60", in: index)
    let old = try history()
    var kills = 0
    for number in 1...40 {
      let copy = workspace.directory.path("copy-\(number)")
      try FileManager.default.copyItem(atPath: state, toPath: copy)
      let inject = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)"]
      let outcome = try FeedgenProcess.run(
        ["restore", "--force", file, "--state", copy, "--content", workspace.configuration.content],
        in: workspace.directory.path, through: inject + ["-e", "inject=\(call):signal=KILL:when=\(number)"])
      if outcome.status == 0 { break }
      #expect(outcome.status == -9 || outcome.status == 137, "\(outcome.status) \(outcome.errors)")
      kills += 1
      // The next process that locks the state completes it.
      let index = try IndexKind.database(at: copy).open()
      #expect(!index.isNew)
      let deleted = try WebSubStore(index: copy).read { try WebSubStore.count("subscription", $0) }
      #expect(deleted == 1)
      withExtendedLifetime(index) {}
      let left = try history(in: copy + "/index.sqlite")
      #expect(left == old || left == new, "\(call) \(number)")
    }
    #expect(kills > 0)
  }

  // MARK: Properties

  @Test(
    "of an archive that changes, restored after the state was lost, leaves the same feeds",
    arguments: RandomArchive.seeds(6))
  func property(seed: Int) throws {
    var archive = RandomArchive(seed: 900 + seed)
    let workspace = try Workspace()
    workspace.isForced = true
    workspace.configuration.archives = seed % 2 == 0
    workspace.configuration.windowEntries = 3
    workspace.configuration.windowHours = 0
    try workspace.apply(archive.additions(30))
    var now = Workspace.now
    func step() throws {
      try workspace.apply(archive.step())
      now += 3600
      try workspace.run(now: now)
    }
    try workspace.run(now: now)
    for _ in 1...5 { try step() }
    let state = workspace.configuration.state
    let file = workspace.directory.path("backup.tar")
    let backup = try StateBackup(ofServiceAt: state)
    _ = try backup.write(to: file, replaces: false, version: Version.current, time: now)
    let (before, output) = (try history(in: state + "/index.sqlite"), try workspace.output())
    // Nothing has changed since.
    try FileManager.default.removeItem(atPath: state)
    _ = try backup.restore(from: file, replaces: false)
    #expect(try workspace.run(now: now).report.written == 0)
    #expect(try workspace.output().differences(from: output) == [])
    // Much has changed since.
    for _ in 1...5 { try step() }
    try FileManager.default.removeItem(atPath: state)
    _ = try backup.restore(from: file, replaces: false)
    try workspace.run(now: now)
    let after = Set(
      try history(in: state + "/index.sqlite").map { $0.split(separator: " ").prefix(2).joined() })
    #expect(after.isSuperset(of: before.map { $0.split(separator: " ").prefix(2).joined() }))
    #expect(try workspace.output().differences(from: workspace.rebuiltOutput(now: now)) == [])
  }
}

#if os(Linux)
  @Suite("A backup of a service that works")
  struct ServiceBackupTests {
    @Test("is whole at every moment, and the last one restores the state", arguments: RandomArchive.seeds(2))
    func service(seed: Int) throws {
      var archive = RandomArchive(seed: 950 + seed)
      let workspace = try Workspace()
      try workspace.apply(archive.additions(60))
      let service = try ServiceProcess(workspace, "--interval", "0.05")
      try service.wait(for: "READY=1")
      let file = workspace.directory.path("backup.tar")
      for _ in 1...8 {
        try workspace.apply(archive.additions(10))
        let outcome = try workspace.runBinary("backup", file, "--force")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let scratch = try TemporaryDirectory()
        let restored = try StateBackup(ofServiceAt: scratch.path("state")).restore(
          from: file, replaces: false)
        #expect(restored.manifest.rows("event") >= 60)
      }
      service.signal(SIGTERM)
      #expect(service.end() == 0)
      let refused = try workspace.runBinary("restore", file)
      #expect(refused.status == 73 && refused.errors.contains("--force"), "\(refused.errors)")
      try FileManager.default.removeItem(atPath: workspace.configuration.state)
      let restored = try workspace.runBinary("restore", file)
      #expect(restored.status == 0, "\(restored.errors)")
      #expect(restored.output.hasPrefix("restored "))
      try workspace.run(now: .now)
      #expect(try workspace.output().differences(from: workspace.rebuiltOutput(now: .now)) == [])
    }

    @Test("is not restored while the service runs")
    func running() throws {
      let workspace = try Workspace(
        ArchivePage(
          day: "2013/11/4", title: "Sudhaven opens a bridge", form: .handwritten, context: "Sudhaven"))
      let service = try ServiceProcess(workspace)
      try service.wait(for: "READY=1")
      let file = workspace.directory.path("backup.tar")
      #expect(try workspace.runBinary("backup", file).status == 0)
      #expect(try workspace.runBinary("backup", file).status == 73)
      let served = try workspace.runBinary("backup", workspace.configuration.output + "/x/../backup.tar")
      #expect(served.status == 73 && served.errors.contains("which is served"), "\(served.errors)")
      let outcome = try workspace.runBinary("restore", "--force", file)
      #expect(outcome.status == 75 && outcome.errors.contains("another feedgen"), "\(outcome.errors)")
      try Data("no backup".utf8).write(to: URL(filePath: file))
      service.signal(SIGTERM)
      #expect(service.end() == 0)
      #expect(try workspace.runBinary("restore", "--force", file).status == 65)
      #expect(try workspace.runBinary("restore", "--force", file + "x").status == 66)
    }
  }
#endif
