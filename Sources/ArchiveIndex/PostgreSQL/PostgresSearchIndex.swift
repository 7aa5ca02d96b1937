#if PostgreSQL
  internal import Foundation
  internal import Primitives

  /// The full-text index of the titles and summaries of published events in PostgreSQL: a column of type `tsvector`.
  final class PostgresSearchIndex: SearchIndex {
    private let client: PostgresClient
    private let schema = PostgresSchema([], own: [("1", version1)])

    /// Makes the full-text index beside the index at a location; `refresh` makes its tables.
    init(_ location: PostgresLocation) { client = PostgresClient(location.with(suffix: "search")) }

    var place: String { client.location.place }

    func pages(_ query: SearchQuery) throws -> [Int]? {
      try rows("SELECT page FROM entry WHERE words @@ to_tsquery('words', ?)", query)
    }

    func rankedPages(_ query: SearchQuery, limit: Int) throws -> [Int]? {
      // The weights of the words with the labels D, C, B (summaries) and A (titles).
      try rows(
        """
        SELECT page FROM entry, to_tsquery('words', ?) AS query WHERE words @@ query
        ORDER BY ts_rank('{0, 0, 0.25, 1}', words, query) DESC, page DESC LIMIT \(limit)
        """, query)
    }

    func check() throws { _ = try indexRevision() }

    func indexRevision() throws -> String? {
      try reading { try $0.setting("indexRevision") }
    }

    func refresh(
      to revision: String, from archive: IndexTransaction, _ fold: ([[TextSlice]]) throws -> [[String]]
    ) throws {
      try client.use { connection in
        try schema.migrate(connection)
        try connection.transaction(.write) { session, _ in
          // One process at a time; the others find that there is nothing left to do.
          try connection.execute("LOCK TABLE setting IN EXCLUSIVE MODE")
          let transaction = SQLTransaction(session)
          if try transaction.setting("indexRevision") == revision { return }
          try SearchIndexUpdate(
            removing: "DELETE FROM entry WHERE page = ?",
            inserting: StoringSQL(in: "entry", key: ["page"], columns: ["title", "summary"])
          ).run(transaction, from: archive, fold)
          try transaction.set("indexRevision", to: revision)
        }
      }
    }
  }

  extension PostgresSearchIndex {
    // The words of title and summary are in one vector, with the labels A and B. The lexeme # between them, which no folded text
    // has, and which is removed again, leaves a gap, so that no phrase is found across them.
    private static let version1 = """
      CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = pg_catalog.snowball, LANGUAGE = porter);
      CREATE TEXT SEARCH CONFIGURATION words (PARSER = pg_catalog."default");
      ALTER TEXT SEARCH CONFIGURATION words ADD MAPPING FOR
        asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart,
        int, uint, float, sfloat, version, email, host, url, url_path, file, tag, entity, protocol
        WITH stems;
      CREATE TABLE setting (key TEXT COLLATE "C" PRIMARY KEY, value TEXT NOT NULL);
      -- The versions of the pages that entries were made of.
      CREATE TABLE taken (page BIGINT PRIMARY KEY, content BYTEA NOT NULL);
      CREATE FUNCTION vector(title TEXT, summary TEXT) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
        SELECT ts_delete(
          setweight(to_tsvector('words', title), 'A') || '''#'':1'::tsvector
            || setweight(to_tsvector('words', summary), 'B'), '#')
        $$ SET search_path FROM CURRENT;
      CREATE TABLE entry (
        page BIGINT PRIMARY KEY, title TEXT NOT NULL, summary TEXT NOT NULL,
        words tsvector NOT NULL GENERATED ALWAYS AS (vector(title, summary)) STORED);
      CREATE INDEX entry_words ON entry USING gin (words);
      """

    // Reads the tables; `nil` when there are none yet.
    private func reading<Result>(_ body: (SQLTransaction) throws -> Result?) throws -> Result? {
      do {
        return try client.use { connection in
          try connection.transaction(.read, first: PostgresSchema.readingVersions) { session, versions in
            try schema.check(versions, place: place)
            return try body(SQLTransaction(session))
          }
        }
      } catch IndexError.missing {
        return nil
      }
    }

    private func rows(_ sql: String, _ query: SearchQuery) throws -> [Int]? {
      try reading { transaction in
        guard try transaction.setting("indexRevision") != nil else { return nil }
        let row = try transaction.statement(sql)
        row.bind(query.expression, at: 1)
        var pages: [Int] = []
        try row.forEachRow { pages.append(try row.index(0, below: IndexBounds.files)) }
        return pages
      }
    }
  }

  extension SearchQuery {
    /// The query in the language of `to_tsquery`.
    fileprivate var expression: String {
      (wanted.map(\.expression) + unwanted.map { "!(\($0.expression))" }).joined(separator: " & ")
    }
  }

  extension SearchQuery.Phrase {
    fileprivate var expression: String {
      let parts = words.split(separator: " ").map { word in
        "'" + word.replacing("\\", with: "\\\\").replacing("'", with: "''") + "'"
      }
      return "(" + parts.joined(separator: " <-> ") + (isPrefix ? ":*" : "") + ")"
    }
  }
#endif
