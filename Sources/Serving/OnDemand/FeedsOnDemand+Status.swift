internal import ArchiveIndex
internal import Classification
internal import Publishing
internal import Syndication

extension FeedsOnDemand {
  /// The status of a path without a file.
  package enum PathStatus: Equatable, Sendable {
    /// No document has ever had this path.
    case unknown
    /// A document should be there: it is being written, or its file was removed by another program.
    case expected
    /// The document has another path now, below the output directory.
    case moved(to: String)
    /// The document has ended.
    case ended
  }

  /// The status of a path below the output directory that has no file.
  /// - Throws: `IndexError`.
  package func status(ofPath path: String) throws -> PathStatus {
    do {
      return try statusReader.read { transaction in
        if let record = try transaction.documents(at: [path]).first, record.wanted != nil {
          return record.originalPath.map { .moved(to: $0) } ?? .expected
        }
        let path = DocumentPath(path)
        let former = try former(path, transaction)
        if former.isPublished { return .moved(to: former.path.text) }
        // The topic may have a feed in another format, or under another name, even if this path never had one.
        let published = try published(transaction)
        var isFormer = former.isFormer
        var places = [former.path, path]
        if path.isPage {
          let feeds = try feeds(ofPage: path, transaction)
          places += feeds.places
          isFormer = isFormer || feeds.hasEnded
        }
        for place in places {
          for path in [place.text, published.path(ofAlias: place.text)].compactMap({ $0 }) {
            if let path = try alternative(to: DocumentPath(path), transaction) { return .moved(to: path) }
          }
        }
        return isFormer ? .ended : .unknown
      }
    } catch IndexError.missing {
      return .unknown
    }
  }

  /// The topic whose feed is at a path, in any format; `nil` when no topic has a feed there.
  /// - Throws: `IndexError`.
  func topic(ofPath path: String, gazetteer: Gazetteer) throws -> FeedTopic? {
    let path = DocumentPath(path)
    guard path.format != nil else { return nil }
    return try statusReader.read { transaction in
      let paths = FeedFormat.allCases.map { path.with($0.pathExtension).text }
      for record in try transaction.documents(at: paths) where record.wanted != nil {
        guard let kind = record.topicKind else { continue }
        var topic = FeedTopic(kind: kind, slug: record.slug, name: record.name)
        if kind == .combined {
          let match = try published(transaction).combinedTopics.first { $0.slug == record.slug }?.match
          topic.expression = try match.map { try TopicExpression($0, gazetteer: gazetteer) }
        }
        return topic
      }
      return nil
    }
  }
}

extension FeedsOnDemand {
  // The path of a document, in its parts.
  private struct DocumentPath {
    // The path without extension.
    var stem: String
    // The extension without its dot; `nil` when there is none.
    var pathExtension: String?

    init(_ path: String) {
      let dot = path.lastIndex(of: ".")
      stem = String(path[..<(dot ?? path.endIndex)])
      pathExtension = dot.map { String(path[$0...].dropFirst()) }
    }

    var text: String { stem + (pathExtension.map { "." + $0 } ?? "") }
    var format: FeedFormat? { pathExtension.flatMap(FeedFormat.named) }
    var isPage: Bool { pathExtension == "html" }

    func with(_ pathExtension: String) -> Self {
      var path = self
      path.pathExtension = pathExtension
      return path
    }
  }

  // The result of following the records of removed documents from a path.
  private struct Former {
    // The last path.
    var path: DocumentPath
    // Whether a document was at the first path.
    var isFormer = false
    // Whether there is a document at the last path.
    var isPublished = false
  }

  // A page has the path of a feed with another extension: what happened to the feed of its topic has happened to it.
  private struct FeedsOfPage {
    // The paths at which the page may be now.
    var places: [DocumentPath] = []
    // Whether a feed at the path of the page has ended, and none is there.
    var hasEnded = false
  }

  private static func isPublished(_ path: String, _ transaction: IndexTransaction) throws -> Bool {
    try transaction.documents(at: [path]).contains { $0.wanted != nil }
  }

  private func former(_ path: DocumentPath, _ transaction: IndexTransaction) throws -> Former {
    var former = Former(path: path)
    // A chain of renames is followed up to a limit. It cannot be a cycle, because a published path has no successor.
    for _ in 0..<16 {
      guard let successor = try transaction.successor(ofFormer: former.path.text) else { break }
      former.isFormer = true
      guard let successor else { break }
      former.path = DocumentPath(successor)
      // The successor of a page is a feed while topics have no pages.
      let page = former.path.with("html")
      if path.isPage, try Self.isPublished(page.text, transaction) { former.path = page }
      if try Self.isPublished(former.path.text, transaction) {
        former.isPublished = true
        break
      }
    }
    return former
  }

  private func feeds(ofPage path: DocumentPath, _ transaction: IndexTransaction) throws -> FeedsOfPage {
    var feeds = FeedsOfPage()
    var isLive = false
    for format in FeedFormat.allCases {
      let feed = path.with(format.pathExtension)
      isLive = try isLive || Self.isPublished(feed.text, transaction)
      if let original = try transaction.documents(at: [feed.text]).first?.originalPath {
        feeds.places.append(DocumentPath(original).with("html"))
      }
      let former = try former(feed, transaction)
      guard former.isFormer else { continue }
      feeds.places.append(former.path.with("html"))
      feeds.hasEnded = feeds.hasEnded || !former.isPublished
    }
    feeds.hasEnded = feeds.hasEnded && !isLive
    return feeds
  }

  // The path if it is published, else the path of the same feed in another format.
  private func alternative(to path: DocumentPath, _ transaction: IndexTransaction) throws -> String? {
    guard path.format != nil || path.isPage else { return nil }
    let formats = path.isPage ? [] : site.formats
    let others = formats.map { path.with($0.pathExtension) }
    return try ([path] + others).map(\.text).first { try Self.isPublished($0, transaction) }
  }
}
