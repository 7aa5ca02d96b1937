internal import ArchiveIndex
internal import Primitives

/// The titles and summaries of event pages, which a build of everything reads from the index once for all stages.
struct PageTexts {
  /// Some pages, with the title of each and the summary that is not the same text.
  typealias Chunk = [(page: Int, texts: [TextSlice])]

  // The number of pages that a thread takes at a time.
  private static let chunkSize = 512

  /// The chunks, in the order of the pages.
  let chunks: [Chunk]

  /// Reads the texts of pages.
  init(of scope: IndexTransaction.TextScope, in transaction: IndexTransaction) throws {
    chunks = try transaction.texts(of: scope, inChunksOf: Self.chunkSize)
  }
}
