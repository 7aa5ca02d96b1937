import Foundation
import TestSupport
import Testing

@testable import ArchiveIndex

@Suite("The tables of another module")
struct TablePermissionTests {
  private static let definition = TableDefinition(
    name: "notes", versions: [("1", "CREATE TABLE note (text TEXT NOT NULL)")])

  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  private func use(_ directory: TemporaryDirectory) throws {
    try IndexKind.sqlite.database(directory.path).tables(Self.definition).write { transaction in
      _ = try transaction.statement("SELECT text FROM note")
    }
  }

  @Test func `are in a file that other users cannot read, nor the files beside it`() throws {
    let directory = try TemporaryDirectory()
    let store = try IndexKind.sqlite.database(directory.path).tables(Self.definition)
    try store.write { _ = try $0.statement("SELECT text FROM note") }
    let files = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    #expect(files.contains("notes.sqlite"))
    for file in files { #expect(try mode(directory.path(file)) == 0o600, "\(file)") }
    withExtendedLifetime(store) {}
  }

  @Test func `lose the permissions of other users, and keep those of the group`() throws {
    let directory = try TemporaryDirectory()
    try use(directory)
    let path = directory.path("notes.sqlite")
    try FileManager.default.setAttributes([.posixPermissions: 0o664], ofItemAtPath: path)
    try use(directory)
    #expect(try mode(path) == 0o660)
  }
}
