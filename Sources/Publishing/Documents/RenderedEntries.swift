internal import ArchiveIndex
package import EventArchive
internal import Primitives
package import Syndication

/// The content of entries as bytes of each format, rendered once for all feeds, in a file and not in memory.
///
/// The entries of pages that a build reads are rendered at once. Others are rendered from the index when a feed needs them.
package final class RenderedEntries {
  /// The place of an entry in the file, and the lengths of its parts, which follow one another.
  package struct Place: Sendable {
    var offset: Int64
    var lengths: ArraySlice<Int32>
  }

  /// The parts of an entry in the file.
  struct Parts: Sendable {
    // The escapings of the formats, each once.
    let escapings: [ContentEscaping]
    let formats: Int
    let pieces: Int

    init(_ writers: [any FeedWriter], _ pieces: PagePieces) {
      escapings = writers.map(\.contentEscaping).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
      (formats, self.pieces) = (writers.count, pieces.slots.count)
    }

    /// The language; empty when it is that of the feeds.
    let language = 0
    /// The text of the content with an escaping.
    func text(_ escaping: ContentEscaping) -> Int { 1 + (escapings.firstIndex(of: escaping) ?? 0) }
    /// The part of a format that is before the text.
    func start(format: Int) -> Int { 1 + escapings.count + 2 * format }
    /// The part of a format that is behind the text.
    func end(format: Int) -> Int { start(format: format) + 1 }
    /// A piece of web pages.
    func piece(_ slot: PagePieces.Slot) -> Int { countForFeeds + slot.rawValue }
    /// The number of parts for feeds, which are the first ones.
    var countForFeeds: Int { start(format: formats) }
    /// The number of all parts.
    var count: Int { countForFeeds + pieces }
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
  private let parts: Parts
  // By page: the place of its entry; negative for none.
  private var offsets: [Int64] = []
  // By page and part: the length.
  private var lengths: [Int32] = []

  /// Makes an empty store for a site and the settings of its content. Its file in `directory` has no name and ends with the process.
  /// - Throws: `PublishingError`.
  package init(site: Site, content: ContentSettings = ContentSettings(), directory: String) throws {
    self.content = content
    file = try SpoolFile(directory: directory)
    self.site = site
    let xml = try XMLWriter()
    writers = try site.formats.map { try $0.writer(xml) }
    pieces = PagePieces(site)
    parts = Parts(writers, pieces)
  }

  /// A writer. Each thread needs a copy of its own.
  package var writer: Writer {
    Writer(
      file: file, renderer: EntryRenderer(site: site, content: content, addresses: addresses),
      writers: writers, pieces: pieces, parts: parts)
  }

  /// Sets the place of a page's entry.
  package func set(_ place: Place, page: Int) {
    if offsets.count <= page {
      let count = page + 1 - offsets.count
      offsets += repeatElement(-1, count: count)
      lengths += repeatElement(0, count: count * parts.count)
    }
    offsets[page] = place.offset
    lengths.replaceSubrange((page * parts.count)..<((page + 1) * parts.count), with: place.lengths)
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
      $0 >= offsets.count || offsets[$0] < 0 || missing[$0] != nil
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
      for (page, place) in zip(chunk, places) { set(place, page: page) }
      done += chunk.count
      try progress(done, wanted.count)
    }
  }

  /// A reader for other threads, of all entries so far.
  func reader() -> Reader { Reader(file: file, offsets: offsets, lengths: lengths, parts: parts) }
}

extension RenderedEntries {
  /// Renders entries.
  package struct Writer: Sendable {
    fileprivate let file: SpoolFile
    fileprivate var renderer: EntryRenderer
    fileprivate let writers: [any FeedWriter]
    private let pieces: PagePieces
    private let parts: Parts
    // The entries that are not in the file yet, and the places of those since the last `flush`.
    private var bytes: [UInt8] = []
    private var offsets: [Int64] = []
    private var lengths: [Int32] = []
    // The number of places of entries that are in the file.
    private var movedCount = 0
    private static let mostBytes = 1 << 22

    fileprivate init(
      file: SpoolFile, renderer: EntryRenderer, writers: [any FeedWriter], pieces: PagePieces, parts: Parts
    ) {
      (self.file, self.renderer, self.writers) = (file, renderer, writers)
      (self.pieces, self.parts) = (pieces, parts)
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
      offsets.append(Int64(bytes.count))
      append { $0 += (story.language ?? "").utf8 }
      for escaping in parts.escapings { append { escaping.append(story.content, to: &$0) } }
      for writer in writers {
        append { writer.appendStart(of: story, to: &$0) }
        append { writer.appendEnd(of: story, to: &$0) }
      }
      for slot in pieces.slots { append { [pieces] in pieces.append(slot, of: story, to: &$0) } }
      if bytes.count >= Self.mostBytes { try move() }
    }

    // Appends a part of an entry.
    private mutating func append(_ write: (inout [UInt8]) -> Void) {
      let start = bytes.count
      write(&bytes)
      lengths.append(Int32(bytes.count - start))
    }

    /// Writes the entries since the last call to the file.
    /// - Returns: their places, in the order of the pages.
    package mutating func flush() throws -> [Place] {
      try move()
      defer {
        offsets.removeAll(keepingCapacity: true)
        lengths = []
        movedCount = 0
      }
      return offsets.enumerated().map { index, offset in
        Place(offset: offset, lengths: lengths[(index * parts.count)..<((index + 1) * parts.count)])
      }
    }

    private mutating func move() throws {
      let start = try file.append(bytes)
      for index in offsets.indices.dropFirst(movedCount) { offsets[index] += start }
      movedCount = offsets.count
      bytes.removeAll(keepingCapacity: true)
    }
  }

  /// Reads rendered entries. Several threads may use one reader at once.
  struct Reader: Sendable {
    fileprivate let file: SpoolFile
    fileprivate let offsets: [Int64]
    fileprivate let lengths: [Int32]
    /// The parts of the entries.
    let parts: Parts

    /// Replaces `bytes` by the parts of a page's entry for feeds.
    func read(_ page: Int, into bytes: inout [UInt8]) throws {
      bytes.removeAll(keepingCapacity: true)
      guard offsets[page] >= 0 else { return }
      try file.append(offsets[page], range(of: parts.countForFeeds, page).lowerBound, to: &bytes)
    }

    /// The place of a part in an entry that is read; empty for a page without an entry.
    func range(of part: Int, _ page: Int) -> Range<Int> {
      let first = page * parts.count
      var start = 0
      for index in first..<(first + part) { start += Int(lengths[index]) }
      return start..<(start + (part < parts.count ? Int(lengths[first + part]) : 0))
    }

    /// Appends a piece of web pages of a page's entry.
    func append(_ piece: PagePieces.Slot, of page: Int, to bytes: inout [UInt8]) throws {
      guard offsets[page] >= 0 else { return }
      let range = range(of: parts.piece(piece), page)
      try file.append(offsets[page] + Int64(range.lowerBound), range.count, to: &bytes)
    }
  }
}
