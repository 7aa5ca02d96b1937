/// The tables of the index.
enum IndexSchema {
  /// The versions.
  static let schema = Schema([
    ("1", version1), ("2", version2), ("3", version3), ("4", version4), ("5", version5),
    ("7", version7), ("8", version8),
  ])

  // Lists of numbers are JSON arrays: the numbers are those of name and spelling. A page has the number of its file.
  private static let version1 = """
    -- Settings of the index itself: the last run, what was configured then.
    CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    -- Every Markdown file seen, rejected ones too. digest is of its bytes.
    CREATE TABLE file (
      id INTEGER PRIMARY KEY, path TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
      changed INTEGER NOT NULL, inode INTEGER NOT NULL, digest BLOB);
    -- What is wrong with files.
    CREATE TABLE problem (
      path TEXT NOT NULL, line INTEGER NOT NULL, what TEXT NOT NULL, severity INTEGER NOT NULL);
    CREATE INDEX problem_path ON problem (path);
    -- Names of events, and the event (a name, too) that each was published under.
    CREATE TABLE name (id INTEGER PRIMARY KEY, path TEXT NOT NULL, event INTEGER);
    -- Spellings of entities, and whether they count as mentions.
    CREATE TABLE spelling (id INTEGER PRIMARY KEY, text TEXT NOT NULL, mentionable INTEGER NOT NULL);
    -- The last good version of every page, as facts for classifying; name is -1 for a day's page.
    CREATE TABLE page (
      id INTEGER PRIMARY KEY, name INTEGER NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL,
      text_key INTEGER NOT NULL, other_keys TEXT NOT NULL, later INTEGER NOT NULL, title_length INTEGER NOT NULL,
      changes TEXT NOT NULL, own TEXT NOT NULL, links TEXT NOT NULL, countries TEXT NOT NULL, content BLOB NOT NULL);
    -- The spellings that a page's title and summary mention; no row for a page not looked through yet.
    CREATE TABLE mention (page INTEGER PRIMARY KEY, spellings TEXT NOT NULL);
    -- The last good version of every page, as it stood in its file.
    CREATE TABLE page_text (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
    -- What is remembered of every event ever published; id is the name it has for ever.
    CREATE TABLE event (
      id INTEGER PRIMARY KEY, first_run INTEGER NOT NULL, published INTEGER NOT NULL, updated INTEGER NOT NULL,
      content BLOB NOT NULL);
    -- Every document of the output; dirty while wanted is not published. wanted is NULL for one to remove.
    CREATE TABLE document (
      path TEXT PRIMARY KEY, kind TEXT NOT NULL, slug TEXT NOT NULL, name TEXT NOT NULL, code TEXT,
      events INTEGER NOT NULL, updated INTEGER NOT NULL, wanted BLOB, published BLOB, size INTEGER, modified INTEGER
      ) WITHOUT ROWID;
    """

  private static let version2 = """
    -- Entities, by key, that bring a country, by code, with them: how many events they had, and how many with it.
    CREATE TABLE learned (
      entity TEXT PRIMARY KEY, country TEXT NOT NULL, events INTEGER NOT NULL, together INTEGER NOT NULL
      ) WITHOUT ROWID;
    -- Names of entities that are filed under another one, which is a spelling of the same.
    CREATE TABLE variant (name TEXT PRIMARY KEY, main TEXT NOT NULL) WITHOUT ROWID;
    """

  private static let version3 = """
    -- The events in the archive documents of a topic, which is a feed's path; the oldest document has the number 1.
    CREATE TABLE archive (
      topic TEXT NOT NULL, number INTEGER NOT NULL, events TEXT NOT NULL, PRIMARY KEY (topic, number)
      ) WITHOUT ROWID;
    """

  private static let version4 = """
    -- Topics that events have or had, and those that the configuration defines. aliases is a JSON array of names, match the
    -- expression of the latter.
    CREATE TABLE topic (
      id INTEGER PRIMARY KEY, kind TEXT NOT NULL, slug TEXT NOT NULL, name TEXT NOT NULL, code TEXT,
      aliases TEXT NOT NULL, match TEXT);
    -- The events that stand in feeds, by the name that is their id, with the page that is shown and the topics.
    CREATE TABLE published (
      id INTEGER PRIMARY KEY, page INTEGER NOT NULL, published INTEGER NOT NULL, updated INTEGER NOT NULL,
      topics TEXT NOT NULL);
    -- Documents that are no more, and where each one's topic has its feed now; NULL for one that has none.
    CREATE TABLE former (path TEXT PRIMARY KEY, successor TEXT) WITHOUT ROWID;
    -- Tells this index from one that is built in its place, for those who have looked at both.
    INSERT INTO setting VALUES ('identity', lower(hex(randomblob(16))));
    -- An index of an older version did not have these: its next run is to look at all events.
    DELETE FROM setting WHERE key = 'setup';
    """

  private static let version5 = """
    -- What tells a page's story apart from others of the same day and title: see ContentFingerprint.
    ALTER TABLE page ADD COLUMN signs TEXT NOT NULL DEFAULT '[]';
    -- Events whose last page is gone, by the name that is their id, with what that page was, to know it again.
    CREATE TABLE departed (
      event INTEGER PRIMARY KEY, text_key INTEGER NOT NULL, other_keys TEXT NOT NULL, signs TEXT NOT NULL);
    """

  private static let version7 = """
    -- How large the story of a page is in any format: at most so many bytes, and so many addresses of the site's pages. Pages
    -- are read again by the next run; those that cannot be read any more have their last good version guessed.
    ALTER TABLE page ADD COLUMN story_bytes INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE page ADD COLUMN story_addresses INTEGER NOT NULL DEFAULT 0;
    UPDATE page SET
      story_bytes = 900 + coalesce(4 * (SELECT length(bytes) FROM page_text WHERE page_text.id = page.id), 0),
      story_addresses = 21;
    """

  private static let version8 = """
    -- The settings got clearer names.
    UPDATE setting SET key = 'analysisVersion' WHERE key = 'knowledge';
    UPDATE setting SET key = 'settingsDigest' WHERE key = 'setup';
    """
}
