package import EventArchive
package import Primitives

/// The index of the archive, open to be written: what a build keeps for the next one. An index has one writer.
package protocol EventIndex: PageTexts, AnyObject {
  /// Whether the index is new. Readers find it only after `finish`.
  var isNew: Bool { get }

  /// Whether the index and its lock are still those that were opened.
  var isInPlace: Bool { get }

  /// Whether this process may still write what it has planned; it is asked before each document.
  var mayWrite: Bool { get }

  /// The reason why it is not in its place any more, for a message.
  var loss: String { get }

  /// The work that this process shares with others, as its leader; `nil` for an index that only one machine uses.
  var sharedWork: (any SharedWork)? { get }

  /// Runs a write transaction, which is atomic.
  /// - Throws: `IndexError`, or what `body` throws.
  func write<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result

  /// Makes a new index visible to readers and to the next run.
  /// - Throws: `IndexError`.
  func finish() throws

  /// Releases the memory of caches, and closes the connections that only read.
  func releaseMemory()
}

/// The texts of pages in an index. Several threads may read them at once.
package protocol PageTexts: Sendable {
  /// The place of the index in messages: the path of a file, or a URL without password.
  var place: String { get }

  /// Runs a read transaction. Several threads may call it at once; on an index that is new, after `finish`.
  /// - Throws: `IndexError`, or what `body` throws.
  func read<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result
}

extension PageTexts {
  /// The error of a stored text that is no event page.
  package func damage(ofText name: EventName) -> IndexError {
    .damaged(.init(path: place, table: "page_text", row: name.path, what: "is no event's page"))
  }

  /// Calls `body` with the last valid version of each of `pages`, in that order. Several threads may call it at once,
  /// after `finish`.
  /// - Throws: `IndexError`, or what `body` throws.
  package func readTexts(
    _ pages: some Sequence<Int>, _ body: (StoredPage) throws -> Void
  ) throws {
    try read { transaction in
      for page in pages { try transaction.withText(ofPage: page, body) }
    }
  }
}

/// Reads an index, beside its writer. The index need not exist yet.
package protocol IndexReader: Sendable {
  /// Runs a read transaction. Transactions of one reader are serial.
  /// - Throws: `IndexError`, as `.missing` when there is no index, or what `body` throws.
  func read<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result
}

/// The full-text index of the titles and summaries of published events. `refresh` builds it from the index.
package protocol SearchIndex: Sendable {
  /// The place of the full-text index in messages: the path of a file.
  var place: String { get }

  /// The pages that match a query, in no order; `nil` before the first `refresh`.
  /// - Throws: `IndexError`.
  func pages(_ query: SearchQuery) throws -> [Int]?

  /// The pages that match a query, by relevance, the best first; a match in a title counts for more. `nil` before the first
  /// `refresh`.
  /// - Throws: `IndexError`.
  func rankedPages(_ query: SearchQuery, limit: Int) throws -> [Int]?

  /// Checks that the full-text index can be used, or created.
  /// - Throws: `IndexError`.
  func check() throws

  /// The revision of the index at the last `refresh`; `nil` before the first.
  /// - Throws: `IndexError`.
  func indexRevision() throws -> String?

  /// Updates the full-text index to a revision of the index.
  /// - Parameter fold: folds the titles and summaries of pages to the words to search.
  /// - Throws: `IndexError`, or what `fold` throws.
  func refresh(
    to revision: String, from archive: IndexTransaction, _ fold: ([[TextSlice]]) throws -> [[String]]
  ) throws
}

/// A query for phrases, whose words have the form of `EntityKey`.
package struct SearchQuery: Sendable, Hashable {
  /// Adjacent words, of which the last may be the beginning of a word.
  package struct Phrase: Sendable, Hashable {
    /// The words, joined by spaces.
    package var words: String
    /// Whether the last word is a prefix.
    package var isPrefix: Bool

    /// Makes a phrase.
    package init(words: String, isPrefix: Bool = false) {
      self.words = words
      self.isPrefix = isPrefix
    }
  }

  /// The phrases that a match has.
  package var wanted: [Phrase]
  /// The phrases that a match has not.
  package var unwanted: [Phrase]

  /// Makes a query.
  package init(wanted: [Phrase], unwanted: [Phrase] = []) {
    self.wanted = wanted
    self.unwanted = unwanted
  }
}

/// Tables of their own beside the index, for another module. Several processes may use them at once.
package protocol TableStore: Sendable {
  /// Runs a read transaction. Transactions are serial.
  /// - Throws: `IndexError`, or what `body` throws.
  func read<Result>(_ body: (SQLTransaction) throws -> Result) throws -> Result

  /// Runs a write transaction, which is atomic.
  /// - Throws: `IndexError`, or what `body` throws.
  func write<Result>(_ body: (SQLTransaction) throws -> Result) throws -> Result
}
