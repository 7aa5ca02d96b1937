import ArchiveIndex
import Foundation
import GRDB
import Primitives
import TestSupport
import Testing
import WorkspaceSupport

/// Indexes that earlier versions have written with `scripts/make-index-fixture`, and the archive of which they are.
struct UpgradeFixture {
  /// The runs that an earlier version has done.
  struct Archive: Decodable {
    /// What comes, changes and goes before a run. A file without lines is gone.
    struct Run: Decodable {
      let time: Int64
      let files: [String: [String]?]
    }
    let runs: [Run]
  }

  static let directory = FeedgenProcess.packageRoot + "/Tests/FeedgenTests/Fixtures/Upgrades"

  /// The versions of which there is an index.
  static var versions: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0 != "archive.json" }.sorted()
    }
  }

  /// The time of the upgrade, a day after the last run.
  static let upgrade: UnixTime = 1_772_783_100

  private let scratch: TemporaryDirectory
  private let archive: Archive
  private let settings: [String: Any]
  private let runs: [[String: Any]]

  /// Makes an empty directory for the archive.
  init() throws {
    let json = try Data(contentsOf: URL(filePath: Self.directory + "/archive.json"))
    let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    scratch = try TemporaryDirectory()
    archive = try JSONDecoder().decode(Archive.self, from: json)
    settings = try #require(object["config"] as? [String: Any])
    runs = try #require(object["runs"] as? [[String: Any]])
  }

  /// The path of the index.
  var index: String { scratch.path(".state/index.sqlite") }

  /// Makes the content of each run; `body` gets the time of the run.
  func forEachRun(_ body: (UnixTime) throws -> Void = { _ in }) throws {
    for (run, object) in zip(archive.runs, runs) {
      let changed = try #require(object["config"] as? [String: Any])
      let config = settings.merging(changed) { $1 }
      try JSONSerialization.data(withJSONObject: config).write(to: URL(filePath: scratch.path("config.json")))
      for (path, lines) in run.files {
        if let lines {
          try scratch.write(lines.joined(separator: "\n"), to: "content/" + path)
        } else {
          try FileManager.default.removeItem(atPath: scratch.path("content/" + path))
        }
      }
      try body(UnixTime(run.time))
    }
  }

  /// Puts the index of a version in the state directory.
  func install(_ version: String) throws {
    try FileManager.default.createDirectory(atPath: scratch.path(".state"), withIntermediateDirectories: true)
    let file = "\(Self.directory)/\(version)/index.sqlite.gz"
    let outcome = try FeedgenProcess.run(
      command: ["sh", "-c", "gzip -dc '\(file)' > .state/index.sqlite"], in: scratch.path)
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  /// Runs the binary of this version.
  func run(_ arguments: String..., now: UnixTime = UpgradeFixture.upgrade) throws -> FeedgenProcess.Outcome {
    try run(arguments, now: now)
  }

  /// Runs the binary of this version.
  func run(_ arguments: [String], now: UnixTime = UpgradeFixture.upgrade) throws -> FeedgenProcess.Outcome {
    try FeedgenProcess.run(arguments, in: scratch.path, now: now)
  }

  /// The tree of feeds.
  func output() throws -> FileTree { try FileTree(scratch.path("feeds")) }

  /// The values of the first column of a query of the index, by lines.
  func rows(_ sql: String) throws -> [String] {
    let database = try DatabaseQueue(path: index)
    defer { try? database.close() }
    return try database.read { try String.fetchAll($0, sql: sql) }
  }
}

@Suite("An index of an earlier version")
struct UpgradeTests {
  // The id, first sight and last change of each event that ever was.
  private static let history = [
    "/news/2026/03/2/guild-of-lamplighters-meets 1772446500 1772446500",
    "/news/2026/03/2/kestrel-lines-buys-ferries 1772446500 1772696700",
    "/news/2026/03/2/orrin-quill-writes-to-egypt 1772446500 1772446500",
    "/news/2026/03/2/school-for-sailors 1772446500 1772446500",
    "/news/2026/03/2/storm-nears-brynmoor 1772446500 1772524800",
    "/news/2026/03/2/sudhaven-opens-a-bridge 1772446500 1772524800",
    "/news/2026/03/3/orrin-quill-sails 1772524800 1772524800",
    "/news/2026/03/4/market-of-sudhaven 1772649000 1772649000",
    "/news/2026/03/5/rain-in-brynmoor 1772696700 1772696700",
  ]

  // The tree that this version leaves when it has done all the runs itself.
  private static let expected = Result {
    let fixture = try UpgradeFixture()
    try fixture.forEachRun { time in try #require(try fixture.run(now: time).status == 0) }
    try #require(try fixture.run("--full").status == 0)
    return try fixture.output()
  }

  // The archive after its last run, with the index of a version.
  private func archive(of version: String) throws -> UpgradeFixture {
    let fixture = try UpgradeFixture()
    try fixture.forEachRun()
    try fixture.install(version)
    return fixture
  }

  @Test("is there of each release since 0.3.0")
  func releases() throws {
    let versions = try UpgradeFixture.versions
    for release in ["0.3.0", "0.4.0"] { #expect(versions.contains(release)) }
  }

  @Test(
    "leaves the tree that this version would have left itself, and nothing more to write",
    arguments: try UpgradeFixture.versions)
  func tree(version: String) throws {
    let archive = try archive(of: version)
    let outcome = try archive.run()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let output = try archive.output()
    #expect(try output.differences(from: Self.expected.get()) == [])
    #expect(try archive.run().output.contains(" 0 written"))
    #expect(try archive.output().differences(from: output) == [])
  }

  @Test(
    "keeps the ids of events, when they came and changed, and where topics went",
    arguments: try UpgradeFixture.versions)
  func history(version: String) throws {
    let archive = try archive(of: version)
    let queries = [
      "SELECT path || ' ' || published || ' ' || updated FROM event JOIN name USING (id) ORDER BY path",
      "SELECT name.path || ' ' || id.path FROM name JOIN name AS id ON id.id = name.event ORDER BY 1",
      "SELECT path || ' ' || coalesce(successor, '-') FROM former WHERE path LIKE '%.atom' ORDER BY path",
    ]
    let departed = "SELECT path FROM departed JOIN name ON name.id = departed.event"
    // The first index of 0.3.0 did not store the texts of events that have ended.
    let hasDeparted = try archive.rows("SELECT name FROM sqlite_master WHERE name = 'departed'") != []
    if hasDeparted {
      #expect(try archive.rows(departed) == ["/news/2026/03/2/guild-of-lamplighters-meets"])
    }
    let before = try queries.map(archive.rows)
    #expect(before[0] == Self.history)
    #expect(
      before[1].contains("/news/2026/03/2/storm-reaches-brynmoor /news/2026/03/2/storm-nears-brynmoor"))
    #expect(
      before[2] == ["entity/guild-of-lamplighters.atom -", "entity/northbank-quay.atom entity/sudhaven.atom"])
    #expect(try archive.run("--quiet").status == 0)
    let after = try queries.map(archive.rows)
    #expect(after.prefix(2) == before.prefix(2))
    #expect(
      try archive.rows(departed) == (hasDeparted ? ["/news/2026/03/2/guild-of-lamplighters-meets"] : []))
    // Later versions have feeds of fewer words, and pages.
    #expect(Set(after[2]).isSuperset(of: before[2]))
    let entries = try ["all.atom", "archive/all/1.atom"].flatMap { path in
      try AtomDocument(archive.output(), path).entries
    }
    let times = try entries.map { entry in
      let name = try #require(entry.id.firstRange(of: "/news/")).lowerBound
      let seconds = try [entry.published, entry.updated].map { text in
        String(Int(try Date(text, strategy: .iso8601).timeIntervalSince1970))
      }
      return ([String(entry.id[name...])] + seconds).joined(separator: " ")
    }
    let ended = "/news/2026/03/2/guild-of-lamplighters-meets"
    #expect(Set(times).sorted() == Self.history.filter { !$0.hasPrefix(ended) })
  }

  @Test("keeps the last good version of a file that is bad", arguments: try UpgradeFixture.versions)
  func lastGoodVersion(version: String) throws {
    let archive = try archive(of: version)
    #expect(try archive.run("--quiet").status == 0)
    let feed = try AtomDocument(archive.output(), "archive/entity/kestrel-lines/1.atom")
    #expect(feed.entries.map(\.title) == ["A school for sailors begins its lessons"])
    #expect(try archive.run("check").output.contains("school-for-sailors.md:3: no title"))
  }

  @Test("can be read before it is brought up to date", arguments: try UpgradeFixture.versions)
  func reading(version: String) throws {
    let archive = try archive(of: version)
    #expect(try archive.run("list", "sudhaven").output.contains("entity/sudhaven.atom"))
    #expect(try archive.run("learned").status == 0)
    let before = try Data(contentsOf: URL(filePath: archive.index))
    for command in [["entities"], ["explain", "/news/2026/03/3/orrin-quill-sails"]] {
      let outcome = try archive.run(command)
      let isAdvice = outcome.errors.contains("older feedgen; run `feedgen` first")
      #expect(outcome.status == 0 || outcome.status == 66 && isAdvice, "\(outcome.errors)")
    }
    #expect(try Data(contentsOf: URL(filePath: archive.index)) == before)
  }
}
