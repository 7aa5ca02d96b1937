internal import ArchiveIndex
package import EventArchive
internal import Primitives
package import Syndication

/// The content of entries as bytes of each format, rendered once for all feeds, in a file and not in memory.
///
/// The entries of pages that a build reads are rendered at once. Others are rendered from the index when a feed needs them.
package final class RenderedEntries {
  /// The place of an entry's bytes in one format, and of its language before them.
  package struct Place: Sendable {
    var offset: Int64
    var length: Int32
    // The length of the language; 0 when it is that of the feeds.
    var languageLength: UInt8

    // The place of an entry that is not rendered yet.
    fileprivate static let none = Place(offset: -1, length: 0, languageLength: 0)
  }

  private let file: SpoolFile
  private let site: Site
  private let content: ContentSettings
  /// The addresses that references in posts lead to; `nil` while pages are read.
  package var addresses: PostAddresses?
  /// The writers of the site's formats. Several threads may use them at once.
  let writers: [any FeedWriter]
  // The writer of the pieces of web pages.
  private let pieces: PagePieces
  // The number of places of an entry: one for each format, and those of the pieces.
  private let slots: Int
  // The places by page and slot.
  private var places: [Place] = []

  /// Makes an empty store for a site and the settings of its content. Its file in `directory` has no name and ends with the process.
  /// - Throws: `PublishingError`.
  package init(site: Site, content: ContentSettings = ContentSettings(), directory: String) throws {
    self.content = content
    file = try SpoolFile(directory: directory)
    self.site = site
    let xml = try XMLWriter()
    writers = try site.formats.map { try $0.writer(xml) }
    pieces = PagePieces(site)
    slots = writers.count + pieces.slots.count
  }

  /// A writer. Each thread needs a copy of its own.
  package var writer: Writer {
    Writer(
      file: file, renderer: EntryRenderer(site: site, content: content, addresses: addresses),
      writers: writers, pieces: pieces)
  }

  /// Sets the places of a page's entry, by slot.
  package func set(_ story: ArraySlice<Place>, page: Int) {
    let start = page * slots
    if places.count <= start {
      places.append(contentsOf: repeatElement(.none, count: start + slots - places.count))
    }
    places.replaceSubrange(start..<(start + slots), with: story)
  }

  /// Renders the entries of pages that are not rendered yet, from the texts in the index.
  /// - Parameters:
  ///   - missing: by number of a page, the names of events that it links to and that do not exist. Its entry is rendered again.
  ///   - progress: called with the number of rendered entries and the number of all to render.
  /// - Throws: `IndexError` when the index has lost a page's text, `PublishingError`.
  func complete(
    _ pages: [Int], missing: [Int: Set<String>], from index: any PageTexts,
    progress: (Int, Int) throws -> Void
  ) throws {
    let wanted = pages.filter {
      $0 * slots >= places.count || places[$0 * slots].offset < 0 || missing[$0] != nil
    }.sorted()
    let (writer, content) = (writer, content)
    var done = 0
    try ParallelMap.run(wanted.chunks(of: min(256, wanted.count / 16 + 1))) {
      writer
    } transform: { writer, chunk in
      var numbers = chunk.makeIterator()
      try index.readTexts(chunk) { stored in
        writer.missingLinks = numbers.next().flatMap { missing[$0] } ?? []
        // Texts in the index were parsed before, so an error is damage. Leaving the page out would give its place to the entry of
        // another page.
        guard let page = content.page(of: stored) else { throw index.damage(ofText: stored.name) }
        try writer.append(page)
      }
      return (chunk, try writer.flush())
    } consume: { chunk, places in
      for (page, story) in zip(chunk, places) { set(story, page: page) }
      done += chunk.count
      try progress(done, wanted.count)
    }
  }

  /// A reader for other threads, of all entries so far.
  func reader() -> Reader { Reader(file: file, places: places, formats: writers.count, slots: slots) }
}

extension RenderedEntries {
  /// Renders entries.
  package struct Writer: Sendable {
    fileprivate let file: SpoolFile
    fileprivate var renderer: EntryRenderer
    fileprivate let writers: [any FeedWriter]
    private let pieces: PagePieces
    // The entries that are not in the file yet with their places here, and the places of the others since the last `flush`.
    private var bytes: [UInt8] = []
    private var places: [Place] = []
    private var moved: [Place] = []
    private static let mostBytes = 1 << 22

    fileprivate init(
      file: SpoolFile, renderer: EntryRenderer, writers: [any FeedWriter], pieces: PagePieces
    ) {
      (self.file, self.renderer, self.writers, self.pieces) = (file, renderer, writers, pieces)
    }

    // The names of events that do not exist.
    fileprivate var missingLinks: Set<String> {
      get { renderer.missingLinks }
      set { renderer.missingLinks = newValue }
    }

    /// Renders the entry of a page into the buffer.
    /// - Throws: `PublishingError`.
    package mutating func append(_ page: EventContent) throws { try append(renderer.render(page)) }

    /// Renders an entry into the buffer.
    /// - Throws: `PublishingError`.
    package mutating func append(_ story: EntryContent) throws {
      for writer in writers {
        let offset = bytes.count
        bytes += (story.language ?? "").utf8
        let start = bytes.count
        writer.append(story, to: &bytes)
        places.append(
          Place(
            offset: Int64(offset), length: Int32(bytes.count - start),
            languageLength: UInt8(start - offset)))
      }
      for slot in pieces.slots {
        let offset = bytes.count
        pieces.append(slot, of: story, to: &bytes)
        places.append(
          Place(offset: Int64(offset), length: Int32(bytes.count - offset), languageLength: 0))
      }
      if bytes.count >= Self.mostBytes { try move() }
    }

    /// Writes the entries since the last call to the file.
    /// - Returns: their places by slot, in the order of the pages.
    package mutating func flush() throws -> [ArraySlice<Place>] {
      try move()
      defer { moved.removeAll(keepingCapacity: true) }
      let slots = writers.count + pieces.slots.count
      return stride(from: 0, to: moved.count, by: slots).map { moved[$0..<($0 + slots)] }
    }

    private mutating func move() throws {
      let start = try file.append(bytes)
      moved += places.map { place in
        var place = place
        place.offset += start
        return place
      }
      bytes.removeAll(keepingCapacity: true)
      places.removeAll(keepingCapacity: true)
    }
  }

  /// Reads rendered entries. Several threads may use one reader at once.
  struct Reader: Sendable {
    fileprivate let file: SpoolFile
    fileprivate let places: [Place]
    fileprivate let formats: Int
    fileprivate let slots: Int

    /// Appends the bytes of a page's entry in the site's format with an index.
    func append(_ page: Int, format: Int, to bytes: inout [UInt8]) throws {
      try append(page, slot: format, to: &bytes)
    }

    /// Appends a piece of web pages of a page's entry.
    func append(_ piece: PagePieces.Slot, of page: Int, to bytes: inout [UInt8]) throws {
      try append(page, slot: formats + piece.rawValue, to: &bytes)
    }

    /// The language of a page's entry; `nil` when it is that of the feeds.
    func language(ofPage page: Int) throws -> String? {
      let place = places[page * slots]
      guard place.languageLength > 0 else { return nil }
      var bytes: [UInt8] = []
      try file.append(place.offset, Int(place.languageLength), to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }

    private func append(_ page: Int, slot: Int, to bytes: inout [UInt8]) throws {
      let place = places[page * slots + slot]
      guard place.offset >= 0 else { return }
      try file.append(place.offset + Int64(place.languageLength), Int(place.length), to: &bytes)
    }
  }
}
