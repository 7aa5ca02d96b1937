import EventArchive
import Foundation
import Primitives
import TestSupport
import Testing

@testable import ArchiveIndex

@Suite("Each kind of index")
struct EventIndexTests {
  @Test("has one writer at a time, and is free again when the writer closes it", arguments: IndexKind.all)
  func lock(_ kind: IndexKind) throws {
    let directory = try TemporaryDirectory()
    do {
      let index = try kind.database(directory.path).open()
      #expect(throws: IndexError.self) { try kind.database(directory.path).open() }
      withExtendedLifetime(index) {}
    }
    _ = try kind.database(directory.path).open()
  }

  @Test("is visible only when it is finished; a begun one is begun again", arguments: IndexKind.all)
  func building(_ kind: IndexKind) throws {
    let directory = try TemporaryDirectory()
    do {
      let index = try kind.database(directory.path).open()
      #expect(index.isNew)
      try index.write { try $0.set("key", to: "lost") }
    }
    #expect(throws: IndexError.self) { try kind.database(directory.path).read { _ in } }
    do {
      let index = try kind.database(directory.path).open()
      #expect(index.isNew)
      #expect(try index.write { try $0.setting("key") } == nil)
      try index.write { try $0.set("key", to: "kept") }
      try index.finish()
      #expect(!index.isNew)
    }
    #expect(try kind.database(directory.path).read { try $0.setting("key") } == "kept")
    #expect(try !kind.database(directory.path).open().isNew)
  }

  @Test("stores a whole transaction or nothing of it", arguments: IndexKind.all)
  func transactions(_ kind: IndexKind) throws {
    struct Broken: Error {}
    let directory = try TemporaryDirectory()
    let index = try kind.database(directory.path).open()
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

  @Test("returns documents as they were stored, and replaces them", arguments: IndexKind.all)
  func documents(_ kind: IndexKind) throws {
    let directory = try TemporaryDirectory()
    let index = try kind.database(directory.path).open()
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
}

@Suite("The index in SQLite")
struct SQLiteEventIndexTests {
  @Test("names the process that has it open, and what to do")
  func holder() throws {
    let directory = try TemporaryDirectory()
    let index = try IndexKind.database(at: directory.path).open()
    withExtendedLifetime(index) {
      do {
        _ = try IndexKind.database(at: directory.path).open()
        Issue.record("two hold it")
      } catch {
        for part in [directory.path, "process \(getpid())", "--state"] { #expect("\(error)".contains(part)) }
      }
    }
  }

  @Test("leaves no write-ahead log when it is closed, also after reads on connections of their own")
  func closing() throws {
    let directory = try TemporaryDirectory()
    do {
      let index = try IndexKind.database(at: directory.path).open()
      try index.finish()
      try index.write { try $0.set("key", to: "value") }
      try index.readTexts([Int]()) { _ in }
      withExtendedLifetime(index) {}
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    #expect(files.sorted() == ["index.sqlite", "lock"])
  }

  @Test("is built anew when it was deleted, whatever a killed run left of its journal")
  func staleJournal() throws {
    let directory = try TemporaryDirectory()
    let journals = ["-wal", "-shm"].map { directory.path + "/index.sqlite" + $0 }
    do {
      let index = try IndexKind.database(at: directory.path).open()
      try index.finish()
      try index.write { transaction in
        for number in 0..<2_000 { try transaction.set("old \(number)", to: "old") }
      }
      for path in journals { try FileManager.default.copyItem(atPath: path, toPath: path + ".kept") }
    }
    try FileManager.default.removeItem(atPath: directory.path + "/index.sqlite")
    for path in journals { try FileManager.default.moveItem(atPath: path + ".kept", toPath: path) }
    let index = try IndexKind.database(at: directory.path).open()
    try index.write { try $0.set("new", to: "new") }
    try index.finish()
    #expect(try index.write { try $0.setting("new") } == "new")
    #expect(try index.write { try $0.setting("old 1999") } == nil)
  }

  @Test("that is no database is an error that says what to do", arguments: [0, 10, 5000])
  func damaged(size: Int) throws {
    let directory = try TemporaryDirectory()
    try Data(repeating: 0x41, count: size).write(to: URL(filePath: directory.path + "/index.sqlite"))
    do {
      _ = try IndexKind.database(at: directory.path).open()
      Issue.record("not noticed")
    } catch {
      #expect("\(error)".contains("restore it from a backup"))
    }
  }
}
