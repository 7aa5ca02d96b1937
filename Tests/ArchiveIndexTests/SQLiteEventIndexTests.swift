import Foundation
import TestSupport
import Testing

@testable import ArchiveIndex

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
