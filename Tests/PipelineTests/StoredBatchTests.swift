import ArchiveIndex
import EventArchive
import Primitives
import Testing
import WorkspaceSupport

@testable import Pipeline

@Suite("What a process has read for another one")
struct StoredBatchTests {
  // What is read of some event pages and posts.
  private func batch(seed: Int) throws -> (batch: PageReader.Batch, files: [Int: ContentChanges.File]) {
    let workspace = try Workspace()
    workspace.configuration.format = ContentSettings(
      site: PostSite(SiteSettings(kind: .hugo), root: .content))
    var (pages, posts) = (RandomArchive(seed: 920 + seed), RandomPosts(seed: 920 + seed))
    try workspace.apply(pages.additions(5) + posts.additions(3))
    try workspace.write("\u{0}", to: "news/2020/01/01/damaged.md")
    let settings = workspace.configuration.buildSettings
    let files = try ContentChanges(settings.scanner.scan(), known: FileRecords(), content: settings.format)
      .changed
    var reader = PageReader(
      settings, clock: settings.clock(now: Workspace.now, present: Workspace.now),
      gazetteer: settings.gazetteer,
      renderedEntries: nil)
    let batch = try reader.read(files)
    return (batch, Dictionary(uniqueKeysWithValues: files.map { ($0.record.number, $0) }))
  }

  private func bytes(_ batch: PageReader.Batch) -> [UInt8] {
    var writer = BinaryWriter()
    batch.append(to: &writer)
    return writer.bytes
  }

  @Test("is the same when it comes back from its bytes", arguments: 1...4)
  func same(seed: Int) throws {
    let (batch, files) = try batch(seed: seed)
    let stored = bytes(batch)
    var reader = BinaryReader(stored)
    let read = try PageReader.Batch(&reader, files: files)
    #expect(reader.isAtEnd)
    #expect(read.pages.map(\.file.path) == batch.pages.map(\.file.path))
    #expect(read.pages.map(\.digest) == batch.pages.map(\.digest))
    #expect(read.pages.map(\.problems) == batch.pages.map(\.problems))
    #expect(read.facts.count > 5)
    #expect(bytes(read) == stored)
  }

  @Test("is refused when its bytes are damaged or cut")
  func damaged() throws {
    let (batch, files) = try batch(seed: 5)
    let stored = bytes(batch)
    for end in stride(from: 0, to: stored.count, by: 7) {
      #expect(throws: BinaryReader.Damaged.self) {
        var reader = BinaryReader(Array(stored[..<end]))
        _ = try PageReader.Batch(&reader, files: files)
      }
    }
    #expect(throws: BinaryReader.Damaged.self) {
      var reader = BinaryReader(stored)
      _ = try PageReader.Batch(&reader, files: [:])
    }
  }
}
