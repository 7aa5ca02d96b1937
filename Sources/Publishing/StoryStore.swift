package import EventArchive
internal import EventIndex
internal import Parallelism
internal import Syndication

/// The stories of pages as bytes, written once for all feeds they stand in, in a file and not in memory.
///
/// A page that is read anyway has its story written at once; the others' are written from the index when they are
/// needed.
package final class StoryStore {
  /// Where a story's bytes are.
  package struct Place: Sendable {
    var offset: Int64
    var length: Int
  }

  private let file: SpoolFile
  private let site: Site
  /// What writes Atom; it may be used by several threads at once.
  let atom: AtomWriter
  private var places: [Place?] = []

  /// Makes an empty store. Its file in `directory` has no name and vanishes with the process.
  /// - Throws: `PublishingError`.
  package init(site: Site, directory: String) throws {
    file = try SpoolFile(directory: directory)
    self.site = site
    atom = AtomWriter(try XMLWriter())
  }

  /// What writes stories; each thread is to have a copy of its own.
  package var writer: Writer { Writer(file: file, renderer: StoryRenderer(site: site, atom: atom)) }

  /// Notes where a page's story is.
  package func set(_ place: Place, page: Int) {
    if places.count <= page { places.append(contentsOf: repeatElement(nil, count: page + 1 - places.count)) }
    places[page] = place
  }

  /// Writes the stories of those of `pages` that are not there yet, from the index.
  /// - Parameter progress: called with the number of stories written, and of those to write.
  /// - Throws: `IndexError` when the index has lost a page's text, `PublishingError`.
  func complete(_ pages: [Int], from index: EventIndex, progress: (Int, Int) throws -> Void) throws {
    let missing = pages.filter { $0 >= places.count || places[$0] == nil }.sorted()
    let writer = writer
    var done = 0
    try ParallelMap.run(missing.chunks(of: min(256, missing.count / 16 + 1))) {
      writer
    } transform: { writer, chunk in
      try index.readTexts(chunk) { name, text in
        // What is in the index was parsed before, so this is damage; leaving the page out would give its place to
        // another's story.
        guard let page = EventFileParser.parse(text, path: name.path, name: name).page else {
          throw IndexError.unreadablePage(name: name.path)
        }
        writer.append(page)
      }
      return (chunk, try writer.flush())
    } consume: { chunk, places in
      for (page, place) in zip(chunk, places) { set(place, page: page) }
      done += chunk.count
      try progress(done, missing.count)
    }
  }

  /// What reads stories on other threads: of every page that was noted so far.
  func reader() -> Reader { Reader(file: file, places: places) }
}

extension StoryStore {
  /// Writes stories.
  package struct Writer: Sendable {
    fileprivate let file: SpoolFile
    fileprivate var renderer: StoryRenderer
    // Stories that are not in the file yet, and where they are here.
    private var bytes: [UInt8] = []
    private var places: [Place] = []

    fileprivate init(file: SpoolFile, renderer: StoryRenderer) {
      (self.file, self.renderer) = (file, renderer)
    }

    /// Writes the story of a page into a buffer.
    package mutating func append(_ page: EventPage) {
      let offset = bytes.count
      renderer.append(page, to: &bytes)
      places.append(Place(offset: Int64(offset), length: bytes.count - offset))
    }

    /// Puts the stories of all pages since the last call into the store.
    /// - Returns: their places, in the pages' order.
    package mutating func flush() throws -> [Place] {
      let start = try file.append(bytes)
      defer {
        bytes.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
      }
      return places.map { Place(offset: start + $0.offset, length: $0.length) }
    }
  }

  /// Reads stories. One may be used by several threads at once.
  struct Reader: Sendable {
    fileprivate let file: SpoolFile
    fileprivate let places: [Place?]

    /// Appends the bytes of a page's story.
    func append(_ page: Int, to bytes: inout [UInt8]) throws {
      guard let place = places[page] else { return }
      try file.append(place.offset, place.length, to: &bytes)
    }
  }
}
