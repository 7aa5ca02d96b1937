import EventArchive
import Foundation
import Primitives
import TestSupport
import Testing

@testable import ArchiveIndex

@Suite("Each kind of index")
struct EventIndexTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func database(_ kind: TestIndex) throws -> any IndexDatabase {
    try IndexKind.database(at: kind.newLocation(in: directory))
  }

  @Test(
    "has one writer at a time, and is free again when the writer closes it", arguments: TestIndex.available)
  func lock(_ kind: TestIndex) throws {
    let database = try database(kind)
    #expect(try !database.isInUse())
    do {
      let index = try database.open()
      #expect(throws: IndexError.self) { try database.open() }
      #expect(try database.isInUse())
      #expect(index.isInPlace)
      withExtendedLifetime(index) {}
    }
    #expect(try !database.isInUse())
    _ = try database.open()
  }

  @Test("is visible only when it is finished; a begun one is begun again", arguments: TestIndex.available)
  func building(_ kind: TestIndex) throws {
    let database = try database(kind)
    do {
      let index = try database.open()
      #expect(index.isNew)
      try index.write { try $0.set("key", to: "lost") }
    }
    #expect(throws: IndexError.self) { try database.read { _ in } }
    do {
      let index = try database.open()
      #expect(index.isNew)
      #expect(try index.write { try $0.setting("key") } == nil)
      #expect(try index.write { try $0.setting("identity") } != nil)
      try index.write { try $0.set("key", to: "kept") }
      try index.finish()
      #expect(!index.isNew)
    }
    #expect(try database.read { try $0.setting("key") } == "kept")
    #expect(try !database.open().isNew)
  }

  @Test("that does not exist is missing, and stays so when it is read", arguments: TestIndex.available)
  func missing(_ kind: TestIndex) throws {
    let database = try database(kind)
    for _ in 1...2 {
      do {
        try database.read { _ in }
        Issue.record("it was read")
      } catch IndexError.missing {}
    }
    #expect(try database.open().isNew)
  }

  @Test("stores a whole transaction or nothing of it", arguments: TestIndex.available)
  func transactions(_ kind: TestIndex) throws {
    struct Broken: Error {}
    let index = try database(kind).open()
    try index.finish()
    try index.write { try $0.set("first", to: "1") }
    #expect(throws: Broken.self) {
      try index.write { transaction in
        try transaction.set("first", to: "2")
        throw Broken()
      }
    }
    #expect(try index.write { try $0.setting("first") } == "1")
  }

  @Test(
    "sees in a transaction what it has stored there, and stores the last of several versions",
    arguments: TestIndex.available)
  func gatheredRows(_ kind: TestIndex) throws {
    let index = try database(kind).open()
    let counts = try index.write { transaction in
      for number in 0..<5_000 { try transaction.set("key \(number % 700)", to: "\(number)") }
      let count = try transaction.statement("SELECT count(*) FROM setting WHERE key LIKE ?")
      count.bind("key %", at: 1)
      var counts: [Int64] = []
      try count.forEachRow { counts.append(try count.number(0)) }
      return counts
    }
    #expect(counts == [700])
    #expect(try index.write { try $0.setting("key 99") } == "4999")
    #expect(try index.write { try $0.setting("key 699") } == "4899")
  }

  @Test("runs other statements while rows are read", arguments: TestIndex.available)
  func nestedStatements(_ kind: TestIndex) throws {
    let index = try database(kind).open()
    let found = try index.write { transaction in
      for number in 100..<200 { try transaction.set("key \(number)", to: "value") }
      let row = try transaction.statement("SELECT key FROM setting WHERE value = ? ORDER BY key")
      row.bind("value", at: 1)
      var found: [String] = []
      try row.forRows(while: {
        let key = try row.text(0)
        found.append(key)
        if found.count == 3 { try transaction.set("another", to: transaction.setting(key) ?? "none") }
        return found.count < 50
      })
      return found
    }
    #expect(found == (100..<150).map { "key \($0)" })
    #expect(try index.write { try $0.setting("another") } == "value")
  }

  @Test("returns documents as they were stored, and replaces them", arguments: TestIndex.available)
  func documents(_ kind: TestIndex) throws {
    let index = try database(kind).open()
    var country = DocumentRecord(
      path: "country/egypt.atom", kind: .feed(.country), slug: "egypt", name: "Egypt", code: "EG", events: 3,
      updated: -86_400, wanted: ContentDigest("a"))
    (country.published, country.stamp) = (ContentDigest("b"), .init(size: 5, modified: .max))
    let gone = DocumentRecord(
      path: "entity/日.atom", kind: .feed(.entity), slug: "日", name: "'; DROP TABLE page; --", wanted: nil)
    try index.write { transaction in
      for record in [country, gone] { try transaction.store(record) }
    }
    #expect(try index.write { try $0.documents() } == [country, gone])
    #expect(country.isDirty)
    (country.name, country.code, country.stamp, country.published) = ("Misr", nil, nil, nil)
    try index.write { try $0.store(country) }
    #expect(try index.write { try $0.documents() } == [country, gone])
    try index.write { try $0.removeDocument(country.path) }
    #expect(try index.write { try $0.documents() } == [gone])
  }

  @Test("sorts texts by their bytes", arguments: TestIndex.available)
  func order(_ kind: TestIndex) throws {
    let index = try database(kind).open()
    let paths = ["B.atom", "a.atom", "a/b.atom", "aa.atom", "é.atom", "日.atom"]
    try index.write { transaction in
      for path in paths.shuffled() {
        try transaction.store(DocumentRecord(path: path, kind: .list, slug: "", name: "", wanted: nil))
      }
    }
    #expect(try index.write { try $0.documents().map(\.path) } == paths)
  }

  @Test("is read by several threads at once", arguments: TestIndex.available)
  func readers(_ kind: TestIndex) async throws {
    let index = try database(kind).open()
    try index.write { try $0.set("key", to: "value") }
    try index.finish()
    try await withThrowingTaskGroup(of: String?.self) { group in
      for _ in 0..<32 { group.addTask { try index.read { try $0.setting("key") } } }
      for try await value in group { #expect(value == "value") }
    }
    index.releaseMemory()
    #expect(try index.read { try $0.setting("key") } == "value")
  }

  @Test("reads the state before a transaction that goes on", arguments: TestIndex.available)
  func isolation(_ kind: TestIndex) throws {
    let index = try database(kind).open()
    try index.write { try $0.set("key", to: "old") }
    try index.finish()
    try index.write { transaction in
      try transaction.set("key", to: "new")
      #expect(try index.read { try $0.setting("key") } == "old")
    }
    #expect(try index.read { try $0.setting("key") } == "new")
  }
}
