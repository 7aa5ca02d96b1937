internal import Classification
internal import Foundation
internal import HTTPTypes
internal import NIOCore
internal import NIOPosix
internal import Primitives
internal import Publishing
internal import Synchronization
internal import Syndication

extension FeedRoutes {
  /// The two routes of feeds on demand.
  enum OnDemandRoute: String, CaseIterable {
    /// `/feed.atom?match=…`: the newest events that match an expression.
    case feed
    /// `/search.atom?q=…`: events with certain words.
    case search
  }

  // The limit of on-demand requests in progress, waiting ones included.
  private static let maxRequestsInProgress = 32

  // The query component of a request is invalid.
  private struct InvalidQuery: Error { var what: String }

  /// Responds with a feed on demand.
  func feed(
    _ route: OnDemandRoute, as format: FeedFormat, to request: HTTPRequest, query text: Substring,
    now: UnixTime
  ) async throws -> Reply {
    let query: FeedQuery
    do {
      let parameters = try Form.values(text)
      query =
        switch route {
        case .feed: try matchQuery(parameters)
        case .search: try Self.searchQuery(parameters)
        }
    } catch let error as Form.RepeatedName {
      return Reply(.badRequest, "bad request: ?\(error.name)= is there twice")
    } catch let error as PercentCoding.DecodingError {
      throw RequestPath.Fault(error)
    } catch let error as InvalidQuery {
      return Reply(.badRequest, "bad request: \(error.what)")
    }
    let isAdmitted = requestsInProgress.withLock { count in
      guard count < Self.maxRequestsInProgress else { return false }
      count += 1
      return true
    }
    guard isAdmitted else {
      return Reply(
        .serviceUnavailable, "too many feeds are being made; try again", fields: [.retryAfter: "2"])
    }
    defer { requestsInProgress.withLock { $0 -= 1 } }
    let document: Document
    do {
      let target = "\(query.path).\(format.pathExtension)?\(query.query)"
      document = try await feedFlights.value(target) { [self] in
        try await ThreadPools.feeds.runIfActive { [self] in try build(query, as: format, target: target) }
      }
    } catch let error as FeedsOnDemand.TooBroad {
      return Reply(.badRequest, "bad request: \(error)")
    }
    let preconditions = Preconditions(request)
    return Reply.document(
      document.representation(gzip: preconditions.takesGzip), preconditions, now: now)
  }

  // The cached document if the index has not changed, else a new one.
  private func build(_ query: FeedQuery, as format: FeedFormat, target: String) throws -> Document {
    let revision = try onDemand.indexRevision()
    let cached = cache.generated(target)
    if let cached, cached.indexRevision == revision { return cached.document }
    let bytes = ByteBuffer(bytes: try onDemand.feed(query, format))
    var metadata = Document.Metadata(
      hash: Document.hash(bytes), type: MediaType.type(of: ["entity", "feed.\(format.pathExtension)"]).type,
      isText: true, fields: fields.ofFeedOnDemand(target), modified: .now)
    // Equal bytes keep the time at which they were first seen.
    if let plain = cached?.document.plain, plain.tag == metadata.representation(size: 0).tag {
      metadata.modified = plain.modified
    }
    let document = Document(bytes, metadata, compresses: true)
    cache.insert(document, for: target, indexRevision: revision)
    return document
  }

  private func matchQuery(_ parameters: [String: String]) throws(InvalidQuery) -> FeedQuery {
    guard let text = parameters["match"], !text.isEmpty else {
      throw InvalidQuery(
        what: "?match= is missing: an expression, as country:egypt AND entity:\"Sergey Lavrov\"")
    }
    let expression: TopicExpression
    do {
      expression = try TopicExpression(text, gazetteer: site.gazetteer)
    } catch {
      throw InvalidQuery(what: "?match=, \(error)")
    }
    // The limit applies to the normal form, because the feed's own link has that form and must be accepted too.
    guard expression.normalText.count <= 1000 else {
      throw InvalidQuery(what: "the expression has more than 1000 characters")
    }
    guard expression.termCount <= 50 else {
      throw InvalidQuery(what: "the expression has more than 50 terms")
    }
    guard expression.words.count <= 8 else {
      throw InvalidQuery(what: "the expression has more than 8 text: terms")
    }
    return .matching(expression)
  }

  private static func searchQuery(_ parameters: [String: String]) throws(InvalidQuery) -> FeedQuery {
    guard let text = parameters["q"] else {
      throw InvalidQuery(what: "?q= is missing: words to look for")
    }
    let order: FeedQuery.Order
    switch parameters["sort"] ?? "newest" {
    case "newest": order = .newest
    case "rank": order = .relevance
    case let sort: throw InvalidQuery(what: "?sort= is \"\(sort)\" and should be newest or rank")
    }
    do {
      return .searching(try WordSearch(text), order)
    } catch {
      throw InvalidQuery(what: "?q=: \(error)")
    }
  }
}
