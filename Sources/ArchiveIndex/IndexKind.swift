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

  /// The record of the processes that share the index; `nil` for an index that only one machine uses.
  func membership() -> (any IndexMembership)?

  /// The work that the processes share; `nil` for an index that only one machine uses.
  func sharedWork() -> (any SharedWork)?

  /// Hints of other processes that there may be work, delivered until the result is released; `nil` for an index that only one machine uses.
  /// - Parameters:
  ///   - wake: called with each hint, on any thread.
  ///   - report: called with the reason when there are no hints.
  func hints(
    wake: @escaping @Sendable () -> Void, report: @escaping @Sendable (String) -> Void
  ) -> (any IndexHints)?

  /// The texts of pages, for processes that build documents beside the writer; `nil` for an index that only one machine uses.
  func texts() -> (any PageTexts)?

  /// The languages of the indexes in other languages beside this one, as tags, sorted.
  /// - Throws: `IndexError`.
  func editions() throws -> [String]

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
  /// - Parameters:
  ///   - editions: the tags of the languages of the indexes in other languages.
  ///   - tables: the tables of other modules that a backup may have.
  /// - Throws: `IndexError`, as `.locked` while a process uses the index.
  func restoration(editions: [String], tables: [TableDefinition]) throws -> any IndexRestoration
}

/// Hints that another process offers tasks, or has ended its term. A hint may be lost, so a process that waits must also poll. The hints
/// end when this object is released.
package protocol IndexHints: AnyObject, Sendable {}

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
  #if PostgreSQL
    package static let all: [IndexKind] = [.postgreSQL, .sqlite]
  #else
    package static let all: [IndexKind] = [.sqlite]
  #endif

  /// Whether a location of the configuration is an index of this kind.
  package let recognises: @Sendable (_ location: String) -> Bool
  /// The database at a location. It throws `IndexError.unsupported` for a location that is none.
  package let database: @Sendable (_ location: String) throws -> any IndexDatabase
  /// The location of the index in another language, by its tag.
  package let edition: @Sendable (_ location: String, _ tag: String) -> String

  /// The database at a location: a state directory, or a URL.
  /// - Throws: `IndexError.unsupported`.
  package static func database(at location: String) throws -> any IndexDatabase {
    try kind(of: location).database(location)
  }

  /// The location of the index in another language beside the one at a location.
  /// - Throws: `IndexError.unsupported`.
  package static func location(ofEdition tag: String, beside location: String) throws -> String {
    try kind(of: location).edition(location, tag)
  }

  /// Whether a location is a URL, and no directory.
  package static func isURL(_ location: String) -> Bool {
    location.prefixMatch(of: /[A-Za-z][A-Za-z0-9+.\-]*:\/\//) != nil
  }

  /// A location without a password, for what is printed.
  package static func withoutPassword(_ location: String) -> String {
    guard isURL(location) else { return location }
    // A password ends at the last @ before the path.
    let address = location.replacing(/(:\/\/[^:@\/?#]*):[^\/?#]*@/) { "\($0.1)@" }
    return address.replacing(/([?&])(ssl)?password=[^&#]*&?/) { "\($0.1)" }
      .replacing(/[?&](?=#|$)/, with: "")
  }

  /// Checks that a text is a location of an index.
  /// - Throws: `IndexError.unsupported`.
  package static func check(_ location: String) throws { _ = try database(at: location) }

  private static func kind(of location: String) throws -> IndexKind {
    if let kind = all.first(where: { $0.recognises(location) }) { return kind }
    // The rest of the location may have a password.
    let scheme = location.prefix { $0 != ":" }
    let known = ["postgresql", "postgres"].contains(scheme)
    throw IndexError.unsupported(
      place: "\(scheme)://…",
      reason: known
        ? "this feedgen was built without PostgreSQL (the trait \"PostgreSQL\")"
        : "is no location of an index: write postgresql://… or the path of a directory")
  }
}
