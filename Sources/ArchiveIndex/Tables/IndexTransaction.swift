package import Classification
internal import EventArchive

/// The bounds of the numbers in the index. A number that is not below its bound is damage.
package struct IndexBounds: Hashable, Sendable {
  /// The number of names.
  package var names: Int
  /// The number of spellings.
  package var spellings: Int
  /// The number of countries.
  package var countries = Gazetteer.standard.countries.count

  /// The limit of files: tables that are indexed by number need memory for all numbers.
  package static let files = 1 << 24
  /// The limit of topics.
  static let topics = 1 << 30
  /// The limit of archive documents of a topic.
  static let archives = 1 << 20
  /// The range of the numbers of builds.
  package static let runs: ClosedRange<Int64> = 0...(1 << 53)

  /// Makes the bounds of facts in memory.
  package init(_ facts: ArchiveFacts) {
    self.init(names: facts.names.count, spellings: facts.spellings.count)
  }

  /// Makes bounds.
  init(names: Int, spellings: Int) {
    self.names = names
    self.spellings = spellings
  }
}

/// Reads and writes the tables of the index within one transaction. It must not be used after the transaction.
package final class IndexTransaction: SQLTransaction {
  private var knownBounds: IndexBounds?

  /// The bounds of numbers in rows: those that were set, or else those of the tables.
  package func bounds() throws -> IndexBounds {
    if let knownBounds { return knownBounds }
    let bounds = IndexBounds(names: try count("name"), spellings: try count("spelling"))
    knownBounds = bounds
    return bounds
  }

  /// Sets the bounds of numbers in rows.
  package func set(bounds: IndexBounds) { knownBounds = bounds }

  // The largest number and one.
  private func count(_ table: String) throws -> Int {
    let row = try statement("SELECT COALESCE(MAX(id), -1) + 1 FROM \(table)")
    var count = 0
    try row.forEachRow { count = try row.index(0, below: Int(Int32.max)) }
    return count
  }

  /// Gives the index another identity, so that nothing that was made of an index before counts as made of this one.
  func renewIdentity() throws {
    try set("identity", to: String(UInt128.random(in: .min ... .max), radix: 16))
  }

  /// The identity by which an output recognises this index as its owner. It is made when it is needed first, and a copy of the index
  /// has it, too.
  package func outputOwner() throws -> String {
    if let owner = try setting("outputOwner") { return owner }
    let owner = String(UInt64.random(in: .min ... .max), radix: 16)
    try set("outputOwner", to: owner)
    return owner
  }

  /// The number of the last build; 0 before the first.
  package func lastRun() throws -> Int64 {
    guard let text = try setting("run") else { return 0 }
    guard let number = Int64(text), IndexBounds.runs.contains(number) else {
      throw damage("setting", "the value of run is \"\(text.prefix(40))\", and should be a number")
    }
    return number
  }
}

extension SQLStatement {
  /// The content fingerprint in a column of the current row.
  func contentFingerprint(_ column: Int32) throws -> ContentFingerprint {
    let numbers = try numbers(column)
    let isRight = numbers.count != 1 && numbers.dropFirst(2).allSatisfy { Int32(exactly: $0) != nil }
    guard isRight else { throw damage(column, "is no list of a summary, a topic and sources") }
    return ContentFingerprint(numbers: numbers)
  }

  /// The name in a column of the current row.
  func name(_ column: Int32) throws -> EventName {
    try withText(column) { text in
      guard EventName.isPath(text) else { throw damage(column, "is no name of an event") }
      return EventName(storedPath: String(decoding: text, as: UTF8.self))
    }
  }
}
