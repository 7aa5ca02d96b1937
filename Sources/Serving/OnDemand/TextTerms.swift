internal import ArchiveIndex
internal import Classification

/// Decides whether events contain the words of `text:` terms, in one read transaction.
final class TextTerms {
  // For the words of each term, the pages that may have them.
  private let pages: [String: Set<Int32>]
  private let limit: Int
  private let transaction: IndexTransaction
  private var last: (page: Int32, text: FoldedText)?
  private var count = 0

  /// Makes the test.
  /// - Parameters:
  ///   - pages: for the words of each term, the pages that may have them.
  ///   - limit: the limit of texts to look at.
  init(pages: [String: Set<Int32>], limit: Int, _ transaction: IndexTransaction) {
    self.pages = pages
    self.limit = limit
    self.transaction = transaction
  }

  /// Whether the text of an event contains words.
  /// - Throws: `IndexError`, `FeedsOnDemand.TooBroad`.
  func contain(_ words: String, _ event: PublishedEvents.Event) throws -> Bool {
    // The search index compares stems; here the words themselves are compared.
    guard pages[words]?.contains(event.page) ?? false else { return false }
    if let last, last.page == event.page { return last.text.holds(words) }
    count += 1
    guard count <= limit else { throw FeedsOnDemand.TooBroad(limit: limit) }
    let folded = try transaction.foldedText(ofPage: Int(event.page))
    last = (event.page, folded)
    return folded.holds(words)
  }
}
