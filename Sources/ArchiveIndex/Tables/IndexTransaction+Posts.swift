internal import Classification
package import Primitives

extension IndexTransaction {
  /// The posts that are to be published at a time and are not, or the reverse.
  package func duePosts(at time: UnixTime) throws -> [DuePost] {
    let row = try statement(
      """
      SELECT file.path, file.id, file.size, file.modified, file.changed, file.inode
      FROM page JOIN file ON file.id = page.id
      WHERE post_start IS NOT NULL
      AND (name >= 0) <> (post_start <= ? AND (post_end IS NULL OR post_end > ?))
      """)
    row.bind(time.seconds, time.seconds)
    var posts: [DuePost] = []
    try row.forEachRow {
      let number = try row.index(1, below: IndexBounds.files)
      posts.append(
        DuePost(
          path: BytePath(try row.text(0)),
          record: FileRecord(number: number, stamp: try Self.stamp(row, from: 2))))
    }
    // With ORDER BY, SQLite would read all files in their order, instead of the few posts in the index of the table.
    return posts.sorted { $0.record.number < $1.record.number }
  }

  /// The next time at which a post begins or ceases to be published; `nil` when there is none.
  package func nextDuePost(after time: UnixTime) throws -> UnixTime? {
    var next: UnixTime?
    for column in ["post_start", "post_end"] {
      let row = try statement("SELECT MIN(\(column)) FROM page WHERE \(column) > ? AND \(column) < ?")
      row.bind(time.seconds, PostTimes.inOtherLanguage.seconds)
      try row.forEachRow {
        if let found = try row.optionalTime(0) { next = min(next ?? found, found) }
      }
    }
    return next
  }

  /// The number of posts by their state at a time, and of other pages.
  package func postCounts(at time: UnixTime) throws -> PostCounts {
    let row = try statement(
      "SELECT CASE WHEN name >= 0 THEN 1 ELSE 0 END, post_start, post_end FROM page")
    var counts = PostCounts()
    try row.forEachRow {
      let isEvent = try row.flag(0)
      guard let start = try row.optionalTime(1) else {
        if !isEvent { counts.pages += 1 }
        return
      }
      counts.addPost(isPublished: isEvent, start: start, at: time)
    }
    return counts
  }
}
