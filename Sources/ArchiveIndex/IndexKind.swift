/// The database in which an index is stored, by its location. Nothing is opened before its methods are called.
package protocol IndexDatabase: Sendable {
  /// Opens the index to write it, and locks it; a missing one is created.
  /// - Throws: `IndexError`.
  func open() throws -> any EventIndex

  /// A reader of the index.
  func reader() -> any IndexReader

  /// Whether a process has locked the index to write it.
  /// - Throws: `IndexError` when that is unknown.
  func isInUse() throws -> Bool

  /// The full-text index.
  func searchIndex() -> any SearchIndex

  /// The tables of another module. They are opened, or created, when they are used first.
  func tables(_ definition: TableDefinition) -> any TableStore

  /// Copies the index, as it is at one moment and beside its writer, for a backup. The copy is an SQLite database with the tables
  /// of `IndexSchema` for every kind of index, so that a backup does not depend on the kind.
  /// - Parameter path: the path of the copy, which must not exist.
  /// - Throws: `IndexError`, as `.missing` when there is no index.
  func copyIndex(to path: String) throws

  /// Copies the tables of another module, as `copyIndex` copies the index.
  /// - Returns: whether there are any; otherwise there is no copy.
  /// - Throws: `IndexError`.
  func copyTables(_ definition: TableDefinition, to path: String) throws -> Bool

  /// Begins to restore a backup: locks the index, and those of its editions.
  /// - Parameter editions: the folders of the indexes in other languages, below this location.
  /// - Throws: `IndexError`, as `.locked` while a process uses the index.
  func restoration(editions: [String]) throws -> any IndexRestoration
}

/// The restoration of databases from copies that `IndexDatabase` made.
package protocol IndexRestoration: AnyObject {
  /// The directory to which the copies are to be written.
  var directory: String { get }

  /// The places of the databases, among those with some names, that exist already.
  /// - Throws: `IndexError`.
  func existing(_ names: [String]) throws -> [String]

  /// Makes the copies in `directory` the databases: all of them or none, also when the process is killed.
  /// - Returns: the places where the replaced databases are kept.
  /// - Throws: `IndexError`.
  func commit() throws -> [String]

  /// Leaves the databases as they are.
  /// - Throws: `IndexError`.
  func cancel() throws
}

extension IndexDatabase {
  /// Reads the index once, beside a writer.
  /// - Throws: `IndexError`, as `.missing` when there is none, or what `body` throws.
  package func read<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
    try reader().read(body)
  }
}

/// The definition of the tables of another module.
package struct TableDefinition: Sendable {
  /// The name of the tables as a group: a file has it.
  package var name: String
  /// The versions of the schema with the SQL that makes each from the one before, in order.
  package var versions: [(name: String, sql: String)]
  /// The tables whose rows a backup counts.
  package var counted: [String]

  /// Makes a definition.
  package init(name: String, versions: [(name: String, sql: String)], counted: [String] = []) {
    self.name = name
    self.versions = versions
    self.counted = counted
  }
}

/// A kind of index: how its locations are recognised and opened. A kind is a value in a folder of its own, and a line in `all`.
package struct IndexKind: Sendable {
  /// All kinds; the first that recognises a location opens it.
  package static let all: [IndexKind] = [.sqlite]

  /// Whether a location of the configuration is an index of this kind.
  package let recognises: @Sendable (_ location: String) -> Bool
  /// The database at a location.
  package let database: @Sendable (_ location: String) -> any IndexDatabase

  /// The database at a location: the state directory.
  package static func database(at location: String) -> any IndexDatabase {
    let kind = all.first { $0.recognises(location) } ?? .sqlite
    return kind.database(location)
  }
}
