internal import Foundation
internal import Testing

/// A kind of database for the tests that every index must pass.
package enum TestIndex: String, CaseIterable, Sendable, CustomTestStringConvertible {
  /// SQLite, in a directory.
  case sqlite = "SQLite"
  /// PostgreSQL, in a schema.
  case postgreSQL = "PostgreSQL"

  /// The kinds that can be tested here. Without PostgreSQL, a test that is skipped names the reason.
  package static var available: [TestIndex] {
    allCases.filter { $0 == .sqlite || PostgresServer.isAvailable }
  }

  /// The name in a report.
  package var testDescription: String { rawValue }

  /// The location of an index that does not exist yet.
  /// - Parameter directory: the directory for databases in files.
  /// - Throws: `Missing` when the server does not start.
  package func newLocation(in directory: TemporaryDirectory) throws -> String {
    switch self {
    case .sqlite: return directory.path
    case .postgreSQL:
      guard let server = PostgresServer.shared else { throw Missing() }
      return server.newLocation()
    }
  }

  /// The server of PostgreSQL is installed, and does not start.
  package struct Missing: Error, CustomStringConvertible {
    /// The message.
    package var description: String { "the test server of PostgreSQL does not start" }
  }
}
