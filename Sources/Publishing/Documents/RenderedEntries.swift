internal import ArchiveIndex
package import EventArchive
internal import Primitives
internal import Syndication

/// The stories of pages as bytes of each format, written once for all feeds they stand in, in a file and not in memory.
///
/// A page that is read anyway has its story written at once; the others' are written from the index when they are
/// needed.
package final class RenderedEntries {
  /// Where the bytes of a story in one format are.
  package struct Place: Sendable {
    var offset: Int64
    var length: Int32

    // The place of a story that is not there.
    fileprivate static let none = Place(offset: -1, length: 0)
  }

  private let file: SpoolFile
  private let site: Site
  /// What writes the site's formats; they may be used by several threads at once.
  let writers: [any FeedWriter]
  // By page and format.
  private var places: [Place] = []

  /// Makes an empty store. Its file in `directory` has no name and vanishes with the process.
  /// - Throws: `PublishingError`.
  package init(site: Site, directory: String) throws {
    file = try SpoolFile(directory: directory)
    self.site = site
    let xml = try XMLWriter()
    writers = try site.formats.map { try $0.writer(xml) }
  }

  /// What writes stories; each thread is to have a copy of its own.
  package var writer: Writer {
    Writer(file: file, renderer: EntryRenderer(site: site), writers: writers)
  }

  /// Notes where a page's story is, by format.
  package func set(_ story: ArraySlice<Place>, page: Int) {
    let start = page * writers.count
    if places.count <= start {
      places.append(contentsOf: repeatElement(.none, count: start + writers.count - places.count))
    }
    places.replaceSubrange(start..<(start + writers.count), with: story)
  }

  /// Writes the stories of those of `pages` that are not there yet, from the index.
  /// - Parameter progress: called with the number of stories written, and of those to write.
  /// - Throws: `IndexError` when the index has lost a page's text, `PublishingError`.
  func complete(_ pages: [Int], from index: EventIndex, progress: (Int, Int) throws -> Void) throws {
    let missing = pages.filter {
      $0 * writers.count >= places.count || places[$0 * writers.count].offset < 0
    }.sorted()
    let writer = writer
    var done = 0
    try ParallelMap.run(missing.chunks(of: min(256, missing.count / 16 + 1))) {
      writer
    } transform: { writer, chunk in
      try index.readTexts(chunk) { name, text in
        // What is in the index was parsed before, so this is damage; leaving the page out would give its place to
        // another's story.
        guard let page = EventFileParser.parse(text, path: name.path, name: name).page else {
          throw index.damage(ofText: name)
        }
        try writer.append(page)
      }
      return (chunk, try writer.flush())
    } consume: { chunk, places in
      for (page, story) in zip(chunk, places) { set(story, page: page) }
      done += chunk.count
      try progress(done, missing.count)
    }
  }

  /// What reads stories on other threads: of every page that was noted so far.
  func reader() -> Reader { Reader(file: file, places: places, formats: writers.count) }
}

extension RenderedEntries {
  /// Writes stories.
  package struct Writer: Sendable {
    fileprivate let file: SpoolFile
    fileprivate var renderer: EntryRenderer
    fileprivate let writers: [any FeedWriter]
    // Stories that are not in the file yet, and where these are here; and the places of others since the last call of `flush`.
    private var bytes: [UInt8] = []
    private var places: [Place] = []
    private var moved: [Place] = []
    private static let mostBytes = 1 << 22

    fileprivate init(file: SpoolFile, renderer: EntryRenderer, writers: [any FeedWriter]) {
      (self.file, self.renderer, self.writers) = (file, renderer, writers)
    }

    /// Writes the story of a page into a buffer.
    /// - Throws: `PublishingError`.
    package mutating func append(_ page: EventPage) throws {
      let story = renderer.render(page)
      for writer in writers {
        let offset = bytes.count
        writer.append(story, to: &bytes)
        places.append(Place(offset: Int64(offset), length: Int32(bytes.count - offset)))
      }
      if bytes.count >= Self.mostBytes { try move() }
    }

    /// Puts the stories of all pages since the last call into the store.
    /// - Returns: their places by format, in the pages' order.
    package mutating func flush() throws -> [ArraySlice<Place>] {
      try move()
      defer { moved.removeAll(keepingCapacity: true) }
      return stride(from: 0, to: moved.count, by: writers.count).map { moved[$0..<($0 + writers.count)] }
    }

    private mutating func move() throws {
      let start = try file.append(bytes)
      moved += places.map { Place(offset: start + $0.offset, length: $0.length) }
      bytes.removeAll(keepingCapacity: true)
      places.removeAll(keepingCapacity: true)
    }
  }

  /// Reads stories. One may be used by several threads at once.
  struct Reader: Sendable {
    fileprivate let file: SpoolFile
    fileprivate let places: [Place]
    fileprivate let formats: Int

    /// Appends the bytes of a page's story in one of the site's formats, by its index.
    func append(_ page: Int, format: Int, to bytes: inout [UInt8]) throws {
      let place = places[page * formats + format]
      if place.offset >= 0 { try file.append(place.offset, Int(place.length), to: &bytes) }
    }
  }
}
