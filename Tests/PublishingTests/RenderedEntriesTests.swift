import ArchiveIndex
import Classification
import Primitives
import Syndication
import TestSupport
import Testing

@testable import EventArchive
@testable import Publishing

@Suite("Stories of pages")
struct StoryStoreTests {
  private static let site = Site(
    baseURL: "http://a.example/", pagesURL: "http://a.example", pageExtension: ".html",
    authority: "a.example",
    title: "News", author: "Us", language: "en", windowEntries: 50,
    generator: Generator(name: "feedgen", version: "1"))

  // Keeps pages of the given texts in an index, with the page numbers 0, 1, …
  private static func index(in directory: String, _ texts: [String]) throws -> any EventIndex {
    let index = try IndexKind.database(at: directory).open()
    try index.write { transaction in
      var facts = ArchiveFacts()
      for (number, text) in texts.enumerated() {
        let name = EventName(storedPath: "/news/2019/07/4/page-\(number)")
        var page = PageRecord()
        page.name = NameNumber(number)
        var batch = FactsBatch()
        batch.add(
          EventPage(
            name: name, day: try #require(name.day), topic: nil, title: "T", summary: "", sources: [],
            cover: nil,
            changes: [], related: [], contexts: [], topicLine: nil),
          summary: .empty, content: ContentDigest("x"), countries: [])
        _ = facts.join(batch)
        let stamp = FileStamp(size: 0, modified: 0, changed: 0, inode: 0)
        try transaction.store(
          FileRecord(number: number, stamp: stamp), path: BytePath("news/2019/07/4/page-\(number).md"),
          digest: nil)
        try transaction.store(
          page, number: number, title: "T", summary: "", text: TextSlice(text), isNew: true)
      }
      try transaction.insertSpellings(of: facts, from: 0)
      try transaction.insertNames(of: facts, history: EventHistory(), from: 0)
    }
    try index.finish()
    return index
  }

  @Test func `stories of kept pages are found under their pages`() throws {
    let directory = try TemporaryDirectory()
    let index = try Self.index(in: directory.path, ["# Fog", "# Rain", "# Snow"])
    let store = try RenderedEntries(site: Self.site, directory: directory.path)
    try store.complete([2, 0, 1], missing: [:], from: index) { _, _ in }
    let reader = store.reader()
    for (page, title) in ["Fog", "Rain", "Snow"].enumerated() {
      var bytes: [UInt8] = []
      try reader.read(page, into: &bytes)
      let start = bytes[reader.range(of: reader.parts.start(format: 0), page)]
      #expect(String(decoding: start, as: UTF8.self).hasPrefix("<title>\(title)</title>"))
      let text = bytes[reader.range(of: reader.parts.text(.xml), page)]
      #expect(String(decoding: text, as: UTF8.self).contains("&lt;p&gt;\(title)&lt;/p&gt;"))
    }
  }

  @Test func `a kept page that cannot be parsed is an error, and never another page's story`() throws {
    let directory = try TemporaryDirectory()
    let index = try Self.index(in: directory.path, ["# Fog", "nothing of a page", "# Snow"])
    let store = try RenderedEntries(site: Self.site, directory: directory.path)
    #expect(throws: IndexError.self) { try store.complete([0, 1, 2], missing: [:], from: index) { _, _ in } }
  }
}
