import ArchiveIndex
import Classification
import EventArchive
import Foundation
import GRDB
import Logging
import Publishing
import Serving
import TestSupport
import Testing
import WorkspaceSupport

@testable import Pipeline
@testable import Service
@testable import WebSub
@testable import feedgen

@Suite("A damaged index")
struct DamagedIndexTests {
  private let workspace: Workspace
  private var index: String { workspace.configuration.state + "/index.sqlite" }
  private let coming = ArchivePage(
    day: "2014/02/13", title: "Egypt buys grain", form: .handwritten, context: "Egypt, NATO")

  init() throws {
    let bridge = ArchivePage(
      day: "2013/11/4", title: "Norland opens a bridge in Egypt", form: .handwritten,
      context: "Egypt, Norland")
    var fog = ArchivePage(
      day: "2013/11/14", title: "Fog stops the ferries of Egypt", form: .later, topic: "Weather",
      summary: "Ships of NATO wait.")
    fog.related = [bridge.related(sharing: "Egypt, ferries")]
    fog.changes = [.init(title: "Fog", path: "news/2013/11/14/fog.md", replaced: "2013-11-15 13:49:25")]
    workspace = try Workspace(bridge, fog)
    workspace.configuration.archives = true
    workspace.configuration.windowEntries = 1
    workspace.configuration.windowHours = 0
    workspace.configuration.formats = [.atom, .json]
    workspace.configuration.hubs = ["http://localhost:1/"]
    try #require(command().status == 0)
  }

  // What a command of the binary does, in this process: the whole of it would take most of its time for getting ready.
  private func command(_ arguments: String...) -> FeedgenProcess.Outcome { command(arguments) }

  private func command(_ arguments: [String]) -> FeedgenProcess.Outcome {
    let configuration = workspace.configuration
    do {
      switch arguments.first {
      case "list":
        _ = try IndexKind.database(at: configuration.state).read {
          Catalogue(try $0.documents(), try $0.topics())
        }
      case "explain":
        _ = try Explanation(configuration.buildSettings, clock: Workspace.clock(configuration)).event(
          coming.name
        ).text()
      case "learned":
        _ = try IndexKind.database(at: configuration.state).read {
          try $0.learned(Gazetteer.standard.number(ofCode:))
        }
      case "entities": _ = try IndexKind.database(at: configuration.state).read { try $0.variants() }
      default:
        var build = Build(
          configuration.buildSettings, isFull: arguments.first == "--full", now: Workspace.now,
          logger: Workspace.logger, observer: BuildObserver())
        let store = try WebSubStore(index: configuration.state)
        build.listeners = [store]
        if let failure = try build.run().report.listenerFailures.first {
          return .init(status: ExitStatus(failure.fault).rawValue, output: "", errors: failure.reason)
        }
        _ = try store.claim(.init(limit: 10, due: Workspace.now), now: Workspace.now)
        try store.check()
      }
      return .init(status: 0, output: "", errors: "")
    } catch {
      return .init(status: ErrorReport.status(of: error).rawValue, output: "", errors: "\(error)")
    }
  }

  private func change(_ sql: String, in path: String? = nil) throws {
    let database = try DatabaseQueue(path: path ?? index)
    try database.writeWithoutTransaction { try $0.execute(sql: sql) }
    try database.close()
  }

  // The rows of names and events.
  private func irreplaceable() throws -> [String] {
    let database = try DatabaseQueue(path: index)
    return try database.read { database in
      try ["event", "name"].flatMap { table in
        try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { "\($0)" }
      }
    }
  }

  private func copyOfState() throws -> String {
    let copy = workspace.directory.path("state-" + UUID().uuidString)
    try FileManager.default.copyItem(atPath: workspace.configuration.state, toPath: copy)
    return copy
  }

  private func restore(_ copy: String) throws {
    try FileManager.default.removeItem(atPath: workspace.configuration.state)
    try FileManager.default.copyItem(atPath: copy, toPath: workspace.configuration.state)
  }

  @Test(
    "of whatever kind ends every command with 70 and a message, or does not matter",
    arguments: RandomArchive.seeds(8))
  func anyDamage(seed: Int) throws {
    var random = SeededGenerator(seed: 7_000 + seed)
    let good = try copyOfState()
    try workspace.write(coming)
    try #require(command("--full").status == 0)
    let right = try workspace.output()
    for _ in 1...3 {
      try restore(good)
      let name = random.pick(["index.sqlite", "index.sqlite", "index.sqlite", "websub.sqlite"])
      let path = workspace.configuration.state + "/" + name
      let damage = try DatabaseDamage(path, &random)
      let bad = try copyOfState()
      let comment: Comment = "\(name): \(damage.description)"
      for arguments in [["list"], ["explain"], ["entities"], ["learned"], []] {
        let outcome = command(arguments)
        #expect(
          [0, 70].contains(outcome.status), "\(comment), \(arguments): \(outcome.status) \(outcome.errors)")
        if outcome.status != 0 {
          #expect(outcome.errors.contains(".sqlite"), "\(comment), \(arguments): \(outcome.errors)")
        }
      }
      try restore(bad)
      let full = command("--full")
      #expect([0, 70].contains(full.status), "\(comment): \(full.status) \(full.errors)")
      // What cannot be built again may have been replaced by what could be right; a new archive may be cut elsewhere.
      let isKnown = damage.table.map { !["event", "name", "archive"].contains($0) } ?? false
      guard full.status == 0, isKnown || name != "index.sqlite" else { continue }
      #expect(try workspace.output().differences(from: right) == [], comment)
      #expect(command().status == 0, comment)
      #expect(try workspace.output().differences(from: right) == [], comment)
    }
  }

  @Test(
    "that can be built again is said to heal with --full, and does, with the ids and times of events",
    arguments: [
      "UPDATE page SET own = '[-1]'", "UPDATE page SET name = 99999999",
      "UPDATE page SET countries = '[9999]'",
      "UPDATE page SET links = '[0,7]'", "UPDATE page SET content = x'00'", "UPDATE page SET changes = '[1]'",
      "UPDATE page SET text_key = 'x'", "UPDATE page SET title = CAST(x'ff' AS TEXT)", "DELETE FROM page",
      "UPDATE page SET id = id + 100000000", "UPDATE mention SET spellings = '[99999]'",
      "UPDATE spelling SET text = ''", "UPDATE spelling SET id = id + 1000",
      "DELETE FROM spelling WHERE id = 0",
      "UPDATE file SET id = -1 WHERE id = 0", "UPDATE file SET digest = x'01'", "UPDATE file SET size = 'x'",
      "UPDATE document SET path = '../' || path", "UPDATE document SET kind = 'x'",
      "UPDATE document SET updated = 9223372036854775807", "UPDATE topic SET aliases = '{'",
      "UPDATE published SET topics = '[1'", "UPDATE archive SET events = '[77]'",
      "UPDATE archive SET number = 9e15",
      "INSERT INTO learned VALUES ('Not a key', 'EG', 1, 1)", "INSERT INTO variant VALUES (x'00', 'x')",
      "UPDATE setting SET value = '9223372036854775807' WHERE key = 'run'", "UPDATE problem SET severity = 9",
      "DELETE FROM page_text", "UPDATE page_text SET bytes = 'text'",
    ])
  func heals(sql: String) throws {
    try prepareHealing()
    try workspace.write(coming)
    try change(sql)
    let outcome = command()
    if outcome.status != 0 {
      #expect(outcome.status == 70)
      for words in ["index.sqlite", "--full", "damaged"] {
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
      }
      #expect(!outcome.errors.contains("delete"))
    }
    #expect(command("--full").status == 0)
    #expect(command().status == 0)
    #expect(try workspace.output().differences(from: Self.healed.get()) == [])
  }

  // Gives events times that only the index has, and a file a problem.
  private func prepareHealing() throws {
    try change("UPDATE event SET published = published + 3600")
    try change("INSERT INTO problem VALUES ('news/2013/11/4/x.md', 1, 'x', 0)")
  }

  // The output of an undamaged index, made once for all damages.
  private static let healed = Result {
    let tests = try DamagedIndexTests()
    try tests.prepareHealing()
    try tests.workspace.write(tests.coming)
    try #require(tests.command("--full").status == 0)
    return try tests.workspace.output()
  }

  @Test(
    "that cannot be built again is left alone by --full, and what its loss would mean is said",
    arguments: [
      "UPDATE event SET published = 9223372036854775807", "UPDATE event SET first_run = -1",
      "UPDATE event SET content = 'x'", "UPDATE event SET id = id + 99999",
      "UPDATE name SET event = 99999999",
      "UPDATE name SET path = 'x'", "UPDATE name SET path = '/news/2013/11/14/same'", "DELETE FROM event",
      "DELETE FROM name WHERE id = 0", "DROP TABLE page", "DROP TABLE grdb_migrations",
      "DELETE FROM grdb_migrations WHERE identifier = '2'",
      "ALTER TABLE event RENAME COLUMN content TO other",
    ])
  func isLeft(sql: String) throws {
    try change(sql)
    let before = try irreplaceable()
    try workspace.write(coming)
    for arguments in [[], ["--full"]] {
      let outcome = command(arguments)
      #expect(outcome.status == 70)
      for words in ["index.sqlite", "feedgen restore --only index --force", "are lost"] {
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
      }
    }
    #expect(try irreplaceable() == before)
  }

  @Test("that is no database, or none any more, is an error of all commands", arguments: [0, 1, 100, 5000])
  func noDatabase(size: Int) throws {
    for bytes in [
      Data(repeating: 0x41, count: size), try Data(contentsOf: URL(filePath: index)).prefix(size),
    ] {
      try bytes.write(to: URL(filePath: index))
      for arguments in [[], ["--full"], ["list"], ["explain"], ["learned"], ["entities"]] {
        let outcome = command(arguments)
        #expect(outcome.status == 70, "\(arguments): \(outcome.errors)")
        #expect(outcome.errors.contains("feedgen restore"), "\(arguments): \(outcome.errors)")
      }
      #expect(try Data(contentsOf: URL(filePath: index)) == bytes)
    }
  }

  /// What happens to the file of a database.
  enum Destruction: CaseIterable {
    case removed, emptied, cut, overwritten, ofAnotherProgram
    case withoutTable, withDamagedTimes, withDamagedNames

    /// Destroys the database at a path.
    func destroy(_ path: String) throws {
      let file = URL(filePath: path)
      let bytes = try Data(contentsOf: file)
      switch self {
      case .removed: try FileManager.default.removeItem(at: file)
      case .emptied: try Data().write(to: file)
      case .cut: try bytes.prefix(bytes.count / 2).write(to: file)
      case .overwritten: try Data(repeating: 0x41, count: bytes.count).write(to: file)
      case .ofAnotherProgram:
        try FileManager.default.removeItem(at: file)
        try execute("CREATE TABLE x (y)", path)
      case .withoutTable: try execute("DROP TABLE name", path)
      case .withDamagedTimes: try execute("UPDATE event SET updated = 9e18", path)
      case .withDamagedNames: try execute("UPDATE name SET event = 99999999", path)
      }
    }

    private func execute(_ sql: String, _ path: String) throws {
      let database = try DatabaseQueue(path: path)
      try database.writeWithoutTransaction { try $0.execute(sql: sql) }
      try database.close()
    }
  }

  private func backup() throws -> (StateBackup, file: String) {
    let backup = try StateBackup(ofServiceAt: workspace.configuration.state)
    let file = workspace.directory.path("backup.tar")
    _ = try backup.write(to: file, replaces: false, version: "0.0.0", time: Workspace.now)
    return (backup, file)
  }

  @Test(
    "is what it was after its backup is restored, however the file is destroyed",
    arguments: Destruction.allCases)
  func restoredIndex(destruction: Destruction) throws {
    try change("UPDATE event SET published = published + 3600, updated = updated + 3600")
    try #require(command("--full").status == 0)
    let (rows, output) = (try irreplaceable(), try workspace.output())
    let (backup, file) = try backup()
    try destruction.destroy(index)
    if destruction != .removed {
      let outcome = command("--full")
      #expect(outcome.status == 70 && outcome.errors.contains("feedgen restore"), "\(outcome.errors)")
    }
    let kept = try backup.restore(from: file, only: .index, replaces: destruction != .removed).kept
    #expect(kept == (destruction == .removed ? [] : [index + ".replaced-1"]))
    #expect(try irreplaceable() == rows)
    #expect(command().status == 0)
    #expect(try workspace.output().differences(from: output) == [])
    #expect(try irreplaceable() == rows)
  }

  @Test(
    "of subscriptions is what it was after its backup is restored",
    arguments: [Destruction.removed, .emptied, .cut, .overwritten, .ofAnotherProgram])
  func restoredSubscriptions(destruction: Destruction) throws {
    let path = workspace.configuration.state + "/websub.sqlite"
    try change(
      "INSERT INTO subscription VALUES ('http://localhost/', 'http://localhost:2/', 'quill', 9)", in: path)
    let (backup, file) = try backup()
    let store = try WebSubStore(index: workspace.configuration.state)
    try destruction.destroy(path)
    try workspace.write(coming)
    let outcome = command()
    // A file that is gone or empty is made anew, without subscriptions.
    if ![.removed, .emptied].contains(destruction) {
      #expect(
        outcome.status == 70 && outcome.errors.contains("feedgen restore --only websub"), "\(outcome.errors)")
    }
    _ = try backup.restore(from: file, only: .websub, replaces: true)
    #expect(try store.read { try WebSubStore.count("subscription", $0) } == 1)
    #expect(command().status == 0)
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }

  @Test(
    "ends the binary with 70, and never with a signal",
    arguments: [
      "UPDATE page SET own = '[-1]'", "UPDATE event SET published = 9223372036854775807",
      "UPDATE file SET id = 9223372036854775807 WHERE id = 0", "UPDATE mention SET spellings = '[99999999]'",
    ])
  func binary(sql: String) throws {
    try change(sql)
    try workspace.write(coming)
    let outcome = try workspace.runBinary()
    #expect(outcome.status == 70)
    #expect(outcome.errors.contains("feedgen: error: "))
  }

  @Test("of a newer version is refused and left as it is", arguments: ["index", "websub"])
  func newer(name: String) throws {
    let path = workspace.configuration.state + "/\(name).sqlite"
    try change("INSERT INTO grdb_migrations VALUES ('99')", in: path)
    let bytes = try Data(contentsOf: URL(filePath: path))
    try workspace.write(coming)
    for arguments in [[], ["--full"]] {
      let outcome = command(arguments)
      #expect(outcome.status == 70)
      for words in ["\(name).sqlite", "newer feedgen", "version 99"] {
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
      }
    }
    if name == "index" { #expect(command("list").status == 70) }
    #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
    // Feeds are published whether hubs can be told or not.
    #expect(try workspace.output().text("all.atom")?.contains(coming.title) == (name == "websub"))
  }

  @Test("of a site keeps its tables until a run reads every file")
  func site() throws {
    workspace.configuration.format = ContentSettings(
      site: PostSite(SiteSettings(kind: .hugo), root: .content))
    func post(_ title: String) -> String { "---\ntitle: \(title)\ndate: 2014-02-13\n---\n\nFog.\n" }
    try workspace.write(post("Fog"), to: "posts/fog.md")
    try #require(command().status == 0)
    func pages() throws -> Int {
      try DatabaseQueue(path: index).read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM page") ?? 0 }
    }
    let before = try pages()
    try change("UPDATE page SET own = '[-1]'")
    try workspace.write(post("Rain"), to: "posts/rain.md")
    #expect(command().status == 70)
    #expect(try pages() == before)
    #expect(command("--full").status == 0)
    #expect(try pages() == before + 1)
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }

  @Test("of an older version is brought up to date")
  func older() throws {
    for table in ["topic", "published", "former", "archive", "departed", "discovery", "word_counts"] {
      try change("DROP TABLE \(table)")
    }
    try change("DROP INDEX page_post_start")
    let posts = [
      "post_published", "post_updated", "post_start", "post_end", "own_countries", "post_offset",
    ]
    for column in ["story_bytes", "story_addresses", "signs", "lead_countries"] + posts {
      try change("ALTER TABLE page DROP COLUMN \(column)")
    }
    try change("ALTER TABLE mention DROP COLUMN lead")
    try change("DELETE FROM grdb_migrations WHERE CAST(identifier AS INTEGER) > 2")
    try change("DELETE FROM setting WHERE key = 'identity'")
    #expect(command("list").status == 0)
    #expect(command().status == 0)
    #expect(command("list").status == 0)
  }

  @Test("makes a server answer 503 and be unhealthy, and is noticed when it is good again")
  func served() async throws {
    workspace.configuration.serve = Workspace.patience
    let good = try copyOfState()
    let server = try FeedServer(
      workspace.configuration,
      logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
    ) { _ in nil }
    try await server.start()
    func ask(_ target: String) async throws -> HTTPConnection.Response {
      try await HTTPConnection(port: server.port).ask("GET", target, [:])
    }
    let question = "/feed.atom?match=country:egypt"
    #expect(try await ask("/healthz").status == 200)
    #expect(try await ask(question).status == 200)
    for sql in [
      "UPDATE published SET page = 9223372036854775807", "UPDATE published SET published = 9e18",
      "UPDATE published SET topics = '[99999]'", "UPDATE topic SET number = NULL", "DROP TABLE published",
      "UPDATE setting SET value = x'00'", "UPDATE topic SET id = id + 9223372036854770000",
      "INSERT INTO grdb_migrations VALUES ('99')",
    ] {
      try? change(sql)
      // As after another run.
      try? change("UPDATE setting SET value = value || '0' WHERE key = 'run'")
      if sql.contains("number") { continue }
      #expect(try await ask(question).status == 503, "\(sql)")
      let health = try await ask("/healthz")
      #expect(health.status == 503 && health.text.contains("index.sqlite"), "\(sql): \(health.text)")
      #expect(try await ask("/country/nowhere.atom").status == 503, "\(sql)")
      #expect(try await ask("/all.atom").status == 200)
      try restore(good)
      #expect(try await ask("/healthz").status == 200, "\(sql)")
      #expect(try await ask(question).status == 200, "\(sql)")
      #expect(try await ask("/country/nowhere.atom").status == 404, "\(sql)")
    }
    await server.stop()
  }

  @Test("of words is made again, whatever is wrong with it")
  func search() throws {
    let path = workspace.configuration.state + "/search.sqlite"
    let onDemand = try workspace.onDemand()
    let question = FeedQuery.searching(try WordSearch("ferries"), .newest)
    func count() throws -> Int {
      try AtomDocument(Data(onDemand.feed(question, .atom))).entries.count
    }
    #expect(try count() == 1)
    for sql in [
      "DROP TABLE setting", "DROP TABLE entry",
      "UPDATE setting SET value = x'ff'",
      "ALTER TABLE taken RENAME COLUMN content TO other; UPDATE setting SET value = ''",
      "UPDATE taken SET content = 'x'; UPDATE setting SET value = ''", "DELETE FROM grdb_migrations",
      "INSERT INTO entry (rowid, title, summary) VALUES (9223372036854775807, 'ferries', '')",
      "INSERT INTO entry (rowid, title, summary) VALUES (-1, 'ferries', '')",
    ] {
      try change(sql, in: path)
      #expect(try count() == 1, "\(sql)")
    }
  }

  @Test(
    "of what hubs are told never ends a worker or a run",
    arguments: [
      "UPDATE errand SET attempts = 9223372036854775807",
      "UPDATE errand SET kind = 'x'", "UPDATE errand SET serial = 9223372036854775807",
      "UPDATE errand SET wish = '{\"ends\":false,\"lease\":9223372036854775807}'",
      "UPDATE errand SET wish = '['",
      "UPDATE errand SET target = x'ff'", "DROP TABLE errand", "UPDATE setting SET value = x'00'",
      "INSERT INTO writing VALUES (CAST(x'ff' AS TEXT))",
    ])
  func webSub(sql: String) throws {
    let path = workspace.configuration.state + "/websub.sqlite"
    let store = try workspace.webSubStore(naming: "http://localhost:1/")
    _ = try store.enqueuePublish(["http://localhost:8080/country/gone.atom"], hub: "http://localhost:1/")
    try change("UPDATE setting SET value = 'http://localhost:1/'", in: path)
    try change(sql, in: path)
    try workspace.write(coming)
    let outcome = command()
    #expect([0, 70].contains(outcome.status), "\(outcome.status) \(outcome.errors)")
    #expect(outcome.errors.contains("websub.sqlite"), "\(outcome.errors)")
    #expect(try workspace.output().text("all.atom")?.contains(coming.title) == true)
  }

  @Test(
    "status that no service has written is an error of `status`",
    arguments: ["", "{", "[]", "null", "{\"interval\": 1e300, \"since\": 1e300}", "{\"process\": 1e99}"])
  func status(text: String) throws {
    try workspace.directory.write(text, to: ".state/status.json")
    let outcome = try workspace.runBinary("status")
    #expect(outcome.status == 70)
    #expect(outcome.errors.contains("status.json"))
  }
}
