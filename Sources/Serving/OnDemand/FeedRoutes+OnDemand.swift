internal import Classification
internal import Foundation
internal import HTTPTypes
internal import NIOCore
internal import NIOPosix
internal import Primitives
internal import Publishing
internal import Synchronization
internal import Syndication

/// A document that is made from the index for a request.
struct DocumentOnDemand: Sendable {
  /// Its address below the site's URL, in normal form.
  var target: String
  /// The time before which it has no events, from a duration; `nil` when it does not depend on the present.
  var start: UnixTime?
  /// The media type with its parameters.
  var type: String
  /// Whether it has a stylesheet for browsers.
  var isStyled: Bool
  /// Makes its bytes.
  var make: @Sendable (FeedsOnDemand) throws -> [UInt8]
}

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

  /// Responds with a document on demand; `nil` for a path that has none.
  func replyOnDemand(
    at names: [String], to request: HTTPRequest, query: Substring, now: UnixTime
  ) async throws -> Reply? {
    do {
      guard let document = try await documentOnDemand(at: names, query: query, now: now) else { return nil }
      return try await reply(with: document, to: request, now: now)
    } catch let error as PercentCoding.DecodingError {
      throw RequestPath.Fault(error)
    } catch let error as FeedParameters.Invalid {
      return Reply(.badRequest, "bad request: \(error.what)")
    } catch let error as FeedsOnDemand.TooBroad {
      return Reply(.badRequest, "bad request: \(error)")
    }
  }

  private func reply(
    with document: DocumentOnDemand, to request: HTTPRequest, now: UnixTime
  ) async throws -> Reply {
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
    let flight = "\(document.target) \(document.start?.seconds ?? 0)"
    let made = try await feedFlights.value(flight) { [self] in
      try await ThreadPools.feeds.runIfActive { [self] in try build(document) }
    }
    let preconditions = Preconditions(request)
    return Reply.document(made.representation(for: preconditions), preconditions, now: now)
  }

  // The cached document if neither the index nor the start of its time has changed, else a new one.
  private func build(_ document: DocumentOnDemand) throws -> Document {
    let revision = try onDemand.indexRevision() + (document.start.map { " \($0.seconds)" } ?? "")
    let cached = cache.generated(document.target)
    if let cached, cached.revision == revision { return cached.document }
    let bytes = ByteBuffer(bytes: try document.make(onDemand))
    var metadata = Document.Metadata(
      hash: Document.hash(bytes), type: document.type, isText: true, isStyled: document.isStyled,
      fields: fields.ofDocumentOnDemand(document.target), modified: .now)
    // Equal bytes keep the time at which they were first seen.
    if let plain = cached?.document.plain, plain.tag == metadata.representation(size: 0).tag {
      metadata.modified = plain.modified
    }
    let new = Document(bytes, metadata, compresses: true)
    cache.insert(new, for: document.target, revision: revision)
    return new
  }
}

// MARK: Requests

extension FeedRoutes {
  private func documentOnDemand(
    at names: [String], query: Substring, now: UnixTime
  ) async throws -> DocumentOnDemand? {
    if names.count == 1 {
      if let feed = try routedFeed(names[0], query: query, now: now) { return feed }
      if let outline = try outline(names[0], query: query, now: now) { return outline }
    }
    return try await topicFeed(names, query: query, now: now)
  }

  private func routedFeed(_ name: String, query: Substring, now: UnixTime) throws -> DocumentOnDemand? {
    for route in OnDemandRoute.allCases {
      for format in FeedFormat.allCases where name == "\(route.rawValue).\(format.pathExtension)" {
        // Without a query, this is an address at which programs look for the feed of all events.
        if query.isEmpty, GuessedAddress.format(at: [name], among: site.site.formats) != nil { return nil }
        let own = route == .feed ? ["match"] : ["q"]
        let more = route == .feed ? [] : ["sort"]
        let parameters = try FeedParameters(
          query, only: own + FeedParameters.ofExtent + more, for: site.site, now: now)
        let subject: FeedQuery.Subject =
          switch route {
          case .feed: .matching(try parameters.match(site.gazetteer))
          case .search: .searching(try parameters.search())
          }
        return feed(try parameters.query(subject), as: format)
      }
    }
    return nil
  }

  // The feed of a topic with a part of its events. Without the parameters of that, it is a file.
  private func topicFeed(
    _ names: [String], query: Substring, now: UnixTime
  ) async throws -> DocumentOnDemand? {
    guard let format = MediaType.feedFormat(of: names),
      FeedParameters.isAny(of: FeedParameters.ofExtent, in: query)
    else { return nil }
    let path = names.joined(separator: "/")
    let topic = try await ThreadPools.index.runIfActive { [onDemand, site] in
      try onDemand.topic(ofPath: path, gazetteer: site.gazetteer)
    }
    guard let topic else { return nil }
    let parameters = try FeedParameters(query, among: FeedParameters.ofExtent, for: site.site, now: now)
    let query = try parameters.query(.topic(topic))
    // The newest events in their usual number are those of the file.
    return query.query.isEmpty ? nil : feed(query, as: format)
  }

  private func feed(_ query: FeedQuery, as format: FeedFormat) -> DocumentOnDemand {
    DocumentOnDemand(
      target: "\(query.path).\(format.pathExtension)?\(query.query)", start: query.since?.time,
      type: format.contentType, isStyled: format.isStyled
    ) { try $0.feed(query, format) }
  }

  // The outline of the feeds with an event that matches an expression. Without an expression, it is a file.
  private func outline(_ name: String, query: Substring, now: UnixTime) throws -> DocumentOnDemand? {
    guard let format = outlineFormat(name), FeedParameters.isAny(of: ["match"], in: query) else { return nil }
    let parameters = try FeedParameters(query, only: ["match"], for: site.site, now: now)
    let expression = try parameters.match(site.gazetteer)
    let gazetteer = site.gazetteer
    return DocumentOnDemand(
      target: "\(name)?\(FeedQuery.matching(expression).query)", type: MediaType.type(of: [name]).type,
      isStyled: false
    ) { try $0.outline(of: expression, format: format, gazetteer: gazetteer) }
  }

  // The format of the feeds in an outline: `feeds.opml` has those in the first format, `feeds.rss.opml` those in RSS.
  private func outlineFormat(_ name: String) -> FeedFormat? {
    if name == "feeds.opml" { return site.site.formats.first }
    return site.site.formats.first { name == "feeds.\($0.pathExtension).opml" }
  }
}
