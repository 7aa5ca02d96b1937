/// The tables of the index.
enum IndexSchema {
  /// The schema of an SQLite database.
  static let schema = SQLiteSchema(versions)

  /// The migrations.
  static let versions = [
    ("1", version1), ("2", version2), ("3", version3), ("4", version4), ("5", version5),
    ("7", version7), ("8", version8), ("9", version9), ("10", version10), ("11", version11),
    ("12", version12), ("13", version13),
  ]

  // Lists of numbers are JSON arrays: the numbers are those of name and spelling. A page has the number of its file.
  private static let version1 = """
    -- Settings of the index itself: the last build and its configuration.
    CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    -- All Markdown files, rejected ones too. digest is of the bytes.
    CREATE TABLE file (
      id INTEGER PRIMARY KEY, path TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
      changed INTEGER NOT NULL, inode INTEGER NOT NULL, digest BLOB);
    -- The problems of files.
    CREATE TABLE problem (
      path TEXT NOT NULL, line INTEGER NOT NULL, what TEXT NOT NULL, severity INTEGER NOT NULL);
    CREATE INDEX problem_path ON problem (path);
    -- Names of events, and the id (a name, too) of the event that each was published as.
    CREATE TABLE name (id INTEGER PRIMARY KEY, path TEXT NOT NULL, event INTEGER);
    -- Spellings of entities, and whether they count as mentions.
    CREATE TABLE spelling (id INTEGER PRIMARY KEY, text TEXT NOT NULL, mentionable INTEGER NOT NULL);
    -- The facts of the last valid version of every page; name is -1 for a day page.
    CREATE TABLE page (
      id INTEGER PRIMARY KEY, name INTEGER NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL,
      text_key INTEGER NOT NULL, other_keys TEXT NOT NULL, later INTEGER NOT NULL, title_length INTEGER NOT NULL,
      changes TEXT NOT NULL, own TEXT NOT NULL, links TEXT NOT NULL, countries TEXT NOT NULL, content BLOB NOT NULL);
    -- The spellings that the title and summary of a page mention; a page without a row was not searched yet.
    CREATE TABLE mention (page INTEGER PRIMARY KEY, spellings TEXT NOT NULL);
    -- The bytes of the last valid version of every page.
    CREATE TABLE page_text (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
    -- All events that were ever published; id is the permanent name.
    CREATE TABLE event (
      id INTEGER PRIMARY KEY, first_run INTEGER NOT NULL, published INTEGER NOT NULL, updated INTEGER NOT NULL,
      content BLOB NOT NULL);
    -- All documents of the output. One is dirty while wanted differs from published; wanted is NULL for one to remove.
    CREATE TABLE document (
      path TEXT PRIMARY KEY, kind TEXT NOT NULL, slug TEXT NOT NULL, name TEXT NOT NULL, code TEXT,
      events INTEGER NOT NULL, updated INTEGER NOT NULL, wanted BLOB, published BLOB, size INTEGER, modified INTEGER
      ) WITHOUT ROWID;
    """

  private static let version2 = """
    -- Entities, by key, that imply a country, by code: the number of their events, and of those with the country.
    CREATE TABLE learned (
      entity TEXT PRIMARY KEY, country TEXT NOT NULL, events INTEGER NOT NULL, together INTEGER NOT NULL
      ) WITHOUT ROWID;
    -- Names of entities with the main name of the same entity.
    CREATE TABLE variant (name TEXT PRIMARY KEY, main TEXT NOT NULL) WITHOUT ROWID;
    """

  private static let version3 = """
    -- The events in the archive documents of a topic, by the path of its feed; the oldest document has the number 1.
    CREATE TABLE archive (
      topic TEXT NOT NULL, number INTEGER NOT NULL, events TEXT NOT NULL, PRIMARY KEY (topic, number)
      ) WITHOUT ROWID;
    """

  private static let version4 = """
    -- Topics that events have or had, and topics of the configuration. aliases is a JSON array of names, match the expression
    -- of a topic of the configuration.
    CREATE TABLE topic (
      id INTEGER PRIMARY KEY, kind TEXT NOT NULL, slug TEXT NOT NULL, name TEXT NOT NULL, code TEXT,
      aliases TEXT NOT NULL, match TEXT);
    -- The events in feeds, by their ids, with the page that is shown and the topics.
    CREATE TABLE published (
      id INTEGER PRIMARY KEY, page INTEGER NOT NULL, published INTEGER NOT NULL, updated INTEGER NOT NULL,
      topics TEXT NOT NULL);
    -- Removed documents, with the path of the feed that the topic has now; NULL if it has none.
    CREATE TABLE former (path TEXT PRIMARY KEY, successor TEXT) WITHOUT ROWID;
    -- The identity of this index: one that replaces it has another.
    INSERT INTO setting VALUES ('identity', lower(hex(randomblob(16))));
    -- An index of an older version lacks these tables: the next build reads all events.
    DELETE FROM setting WHERE key = 'setup';
    """

  private static let version5 = """
    -- The fingerprint of a story among others of the same day and title: see ContentFingerprint.
    ALTER TABLE page ADD COLUMN signs TEXT NOT NULL DEFAULT '[]';
    -- Events whose last page is gone, by their ids, with the fingerprint of that page.
    CREATE TABLE departed (
      event INTEGER PRIMARY KEY, text_key INTEGER NOT NULL, other_keys TEXT NOT NULL, signs TEXT NOT NULL);
    """

  private static let version7 = """
    -- Upper bounds of the size of a story in any format: its bytes, and its addresses of the site's pages. The next build reads
    -- all pages again; for pages that it cannot read, the bounds are estimated here.
    ALTER TABLE page ADD COLUMN story_bytes INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE page ADD COLUMN story_addresses INTEGER NOT NULL DEFAULT 0;
    UPDATE page SET
      story_bytes = 900 + coalesce(4 * (SELECT length(bytes) FROM page_text WHERE page_text.id = page.id), 0),
      story_addresses = 21;
    """

  private static let version9 = """
    -- Posts: the times of a post, and those from which and until which it is published; NULL for other pages. own_countries is 1
    -- when the content names the countries.
    ALTER TABLE page ADD COLUMN post_published INTEGER;
    ALTER TABLE page ADD COLUMN post_updated INTEGER;
    ALTER TABLE page ADD COLUMN post_start INTEGER;
    ALTER TABLE page ADD COLUMN post_end INTEGER;
    ALTER TABLE page ADD COLUMN own_countries INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX page_post_start ON page (post_start) WHERE post_start IS NOT NULL;
    """

  private static let version10 = """
    -- The offset from UTC in which the date of a post is written, in seconds.
    ALTER TABLE page ADD COLUMN post_offset INTEGER NOT NULL DEFAULT 0;
    """

  private static let version11 = """
    -- The spellings of names that were discovered in the title and summary of a page; a page without a row has none, or was not
    -- searched yet.
    CREATE TABLE discovery (page INTEGER PRIMARY KEY, names TEXT NOT NULL);
    -- What was counted of the words of the archive, by which names are discovered (1), and what was learned about names (2).
    CREATE TABLE word_counts (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
    -- 1 for a topic without a feed of its own.
    ALTER TABLE topic ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
    """

  private static let version12 = """
    -- What an entity is; NULL for other topics.
    ALTER TABLE topic ADD COLUMN type TEXT;
    -- The address of the article about an entity; NULL when there is none.
    ALTER TABLE topic ADD COLUMN article TEXT;
    """

  private static let version13 = """
    -- The number of countries that the texts are about: they come first in the list.
    ALTER TABLE page ADD COLUMN lead_countries INTEGER NOT NULL DEFAULT 0;
    -- The number of spellings in the lead, which come first in the list.
    ALTER TABLE mention ADD COLUMN lead INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE discovery ADD COLUMN lead INTEGER NOT NULL DEFAULT 0;
    -- The topics that the event only mentions, and is not about.
    ALTER TABLE published ADD COLUMN mentioned TEXT NOT NULL DEFAULT '[]';
    """

  private static let version8 = """
    -- Clearer names of settings.
    UPDATE setting SET key = 'analysisVersion' WHERE key = 'knowledge';
    UPDATE setting SET key = 'settingsDigest' WHERE key = 'setup';
    """
}
