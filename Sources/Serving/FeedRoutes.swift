internal import ArchiveIndex
internal import Classification
internal import Foundation
internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Primitives
internal import Publishing
internal import Synchronization
internal import Syndication

/// The routes of a site: documents of the output directory, feeds on demand, the hub, health and metrics.
final class FeedRoutes: Sendable {
  /// The records of the server.
  let records: ServerRecords
  /// The site that is served.
  let site: FeedServer.ServedSite
  /// The documents in memory.
  let cache: RepresentationCache
  /// The response fields of documents.
  let fields: DocumentFields
  /// Builds feeds on demand.
  let onDemand: FeedsOnDemand
  /// The number of on-demand requests in progress.
  let requestsInProgress = Mutex(0)
  /// Feeds on demand that are being built, by target.
  let feedFlights = SingleFlight<Document>()
  /// The documents of an output that is no directory; `nil` for a directory.
  let proxied: ProxiedDocuments?
  private let readFlights = SingleFlight<ReadFile?>()
  private let hooks: FeedServer.Hooks
  private let logger: Logger
  // The components of the site's base path, and the path itself with slashes at both ends.
  private let base: [String]
  private let basePath: String

  // A file of the output directory, with its document.
  private struct ReadFile: Sendable {
    var file: RepresentationCache.File
    var document: Document
  }

  /// Makes the routes of a site.
  /// - Throws: `PublishingError`.
  init(
    _ site: FeedServer.ServedSite, settings: ServerSettings, hooks: FeedServer.Hooks, records: ServerRecords,
    logger: Logger
  ) throws {
    self.site = site
    self.hooks = hooks
    self.records = records
    self.logger = logger
    let cache = RepresentationCache(capacity: settings.cacheMegabytes << 20)
    self.cache = cache
    proxied = site.source.map { ProxiedDocuments($0, cache: cache) }
    fields = DocumentFields(
      maxAge: settings.maxAge, baseURL: site.site.baseURL, hubs: site.site.hubs,
      hasSurrogateKeys: site.hasSurrogateKeys)
    let path = URL(string: site.site.baseURL)?.path(percentEncoded: true) ?? ""
    basePath = path.hasSuffix("/") ? path : path + "/"
    // Without a valid base path, requests are accepted without it, as behind a proxy that removes it.
    base = ((try? RequestPath.names(basePath)) ?? []).dropLast()
    onDemand = try FeedsOnDemand(
      site: site.site, content: site.content, countryFeeds: site.countryFeeds, index: site.index)
  }

  /// The kind of a request, by its target.
  func kind(of target: String) -> RequestKind {
    let (path, query) = RequestPath.split(target)
    let isBelow = path.utf8.starts(with: basePath.utf8)
    let below = Substring(path.utf8.dropFirst(isBelow ? basePath.utf8.count : 1))
    return RequestKind(path: below, query: query, hub: site.hub?.path)
  }

  /// The path of the feed at a target, below the site's URL; `nil` for other documents and for archive documents.
  func feedPath(of target: String) -> String? {
    let (path, _) = RequestPath.split(target)
    // A target that is malformed has no feed.
    guard let names = try? RequestPath.names(path, below: base), MediaType.isFeed(names),
      names.first != "archive"
    else { return nil }
    return names.joined(separator: "/")
  }

  /// Whether the body of a request is needed for the response. Other requests are answered by their heads alone.
  func needsBody(of request: HTTPRequestHead) -> Bool {
    guard request.method == .POST, let hub = site.hub,
      !exceedsLimit(request.headers.first(name: "Content-Length"), of: hub),
      let names = try? RequestPath.names(RequestPath.split(request.uri).path, below: base)
    else { return false }
    return names == [hub.path]
  }

  // Whether a value of Content-Length is above the hub's limit.
  private func exceedsLimit(_ contentLength: String?, of hub: HubEndpoint) -> Bool {
    guard let contentLength else { return false }
    // The parser has checked that it is a number; one that is no Int is above any limit.
    guard let length = Int(contentLength) else { return true }
    return length > hub.bodyLimit
  }

  private static func payloadTooLarge(_ hub: HubEndpoint) -> Reply {
    Reply(.payloadTooLarge, "a request to the hub has \(hub.bodyLimit) bytes at most")
  }

  /// The reply to a request that the cache can answer without blocking; `nil` for any other request.
  /// - Parameter maySendFile: whether the body of the reply may be an open file.
  func cachedReply(to request: HTTPRequestHead, now: UnixTime, maySendFile: Bool) -> Reply? {
    guard request.method == .GET || request.method == .HEAD else { return nil }
    let (path, query) = RequestPath.split(request.uri)
    guard let (file, document) = cache.file(String(path)) else { return nil }
    if FeedParameters.mayChangeDocument(query) { return nil }
    let preconditions = Preconditions(request)
    if let document {
      let mustCompress = preconditions.takesGzip && document.mayBeCompressed
      if mustCompress || ServedFile.stamp(file.path) != file.stamp { return nil }
      return Reply.document(document.representation(for: preconditions), preconditions, now: now)
    }
    // The document was evicted: the kernel sends the file (sendfile). A compressed representation is made on a thread pool.
    guard maySendFile, !preconditions.takesGzip, let region = ServedFile.open(file.path, file.stamp) else {
      return nil
    }
    guard let names = try? RequestPath.names(path, below: base) else {
      ServedFile.close(region)
      return nil
    }
    let metadata = metadata(of: file, names: RequestPath.document(names))
    let representation = metadata.representation(size: Int(file.stamp.file.size)).selected(by: preconditions)
    var reply = Reply.document(representation, preconditions, now: now)
    if reply.status == .ok, !preconditions.isHead {
      reply.file = region
    } else {
      ServedFile.close(region)
    }
    return reply
  }

  private func metadata(of file: RepresentationCache.File, names: [String]) -> Document.Metadata {
    metadata(
      ofHash: file.hash, modified: UnixTime(nanoseconds: file.stamp.file.modified), names: names)
  }

  private func metadata(
    ofHash hash: String, modified: UnixTime?, names: [String]
  ) -> Document.Metadata {
    let (type, isText) = MediaType.type(of: names)
    return Document.Metadata(
      hash: hash, type: type, isText: isText, isStyled: MediaType.isStyled(names),
      fields: fields.of(names), modified: modified)
  }

  /// The reply to any request.
  func reply(to request: HTTPRequest, body: RequestBody, now: UnixTime) async -> Reply {
    if request.method == .options, request.path == "*" { return Self.options }
    var reply: Reply
    do {
      let (path, query) = RequestPath.split(request.path ?? "")
      let names = try RequestPath.names(path, below: base)
      reply = try await self.reply(to: request, names: names, query: query, body: body, now: now)
    } catch let fault as RequestPath.Fault {
      reply = self.reply(to: request, fault: fault)
    } catch {
      logger.error("\(request.path ?? ""): \(error)")
      reply = Reply(
        .serviceUnavailable, "this is not to be had just now; try again later", fields: [.retryAfter: "30"])
    }
    if request.method == .head { reply.body = nil }
    return reply
  }

  // The reply to a request whose path is not the path of a document.
  private func reply(to request: HTTPRequest, fault: RequestPath.Fault) -> Reply {
    if case .malformed(let what) = fault { return Reply(.badRequest, "bad request: \(what)") }
    if request.method == .options { return Self.options }
    guard request.method == .get || request.method == .head else { return Self.methodNotAllowed(request) }
    guard fault == .withoutSlash else { return Self.notFound }
    let (_, query) = RequestPath.split(request.path ?? "")
    let location = basePath + (query.isEmpty ? "" : "?\(query)")
    return Reply(
      .movedPermanently, "the feeds are at \(site.site.baseURL)",
      fields: [.location: location, .cacheControl: Self.noCache])
  }

  /// Updates the search index, so that the first search does not wait for that.
  func prepareSearch() {
    do {
      try onDemand.prepareSearch()
    } catch {
      logger.debug("searching is not ready: \(error)")
    }
  }
}

// MARK: Routes

extension FeedRoutes {
  private func reply(
    to request: HTTPRequest, names: [String], query: Substring, body: RequestBody, now: UnixTime
  ) async throws -> Reply {
    let path = names.joined(separator: "/")
    if let hub = site.hub, path == hub.path { return try await post(request, body: body, to: hub) }
    if path == "regenerate", let token = hooks.token {
      return regenerate(request, query: query, token: token)
    }
    if request.method == .options { return Self.options }
    guard request.method == .get || request.method == .head else {
      return path == "regenerate" ? Self.notFound : Self.methodNotAllowed(request)
    }
    if let reply = try await statusReply(path) { return reply }
    if let reply = try await replyOnDemand(at: names, to: request, query: query, now: now) { return reply }
    return try await document(Target(names: names, query: query), for: request, now: now)
  }

  // The reply of the paths that report the state of the server; `nil` for any other path.
  private func statusReply(_ path: String) async throws -> Reply? {
    switch path {
    case "healthz": return health(await report())
    case "status":
      let json = try StatusPage(await report(), records).json()
      return Reply(.ok, type: "application/json", body: ByteBuffer(bytes: json))
    case "metrics":
      let text = StatusPage(await report(), records).prometheus()
      return Reply(.ok, type: "text/plain; version=0.0.4; charset=utf-8", body: ByteBuffer(string: text))
    default: return nil
    }
  }

  private func post(_ request: HTTPRequest, body: RequestBody, to hub: HubEndpoint) async throws -> Reply {
    guard request.method == .post else { return Self.onlyPost(request) }
    // Checked before the body is read: a client that expects 100 (Continue) has not sent it yet.
    if exceedsLimit(request.headerFields[.contentLength], of: hub) { return Self.payloadTooLarge(hub) }
    let form: ByteBuffer
    do {
      form = try await body.collect(upTo: hub.bodyLimit)
    } catch is NIOTooManyBytesError {
      return Self.payloadTooLarge(hub)
    } catch {
      return Reply(.badRequest, "bad request: the body could not be read to its end")
    }
    let (root, proxied) = (site.output, proxied)
    let response = try await ThreadPools.hub.runIfActive {
      try hub.respond(String(buffer: form)) { names in
        guard MediaType.isFeed(names), names.first != "archive" else { return false }
        guard let proxied else { return try ServedFile(names, below: root) != nil }
        return try Blocking.wait { try await proxied.exists(names) }
      }
    }
    let fields: HTTPFields = response.retryAfter.map { [.retryAfter: "\($0)"] } ?? [:]
    return Reply(HTTPResponseStatus(statusCode: response.status), response.message, fields: fields)
  }

  private func regenerate(_ request: HTTPRequest, query: Substring, token: String) -> Reply {
    guard request.method == .post else { return Self.onlyPost(request) }
    // The name of the scheme is case-insensitive (RFC 9110, section 11.1).
    let credentials = (request.headerFields[.authorization] ?? "").split(separator: " ")
    guard credentials.count == 2, credentials[0].lowercased() == "bearer",
      Self.isEqualInConstantTime(credentials[1], token)
    else {
      return Reply(.unauthorized, "the token is missing or wrong", fields: [.wwwAuthenticate: "Bearer"])
    }
    let isFull = query.split(separator: "&").contains("full=true")
    if let refusal = hooks.regenerate(isFull ? .everything : .changes) { return Reply(.conflict, refusal) }
    return Reply(.accepted, "the feeds are being updated; /status shows the progress")
  }

  // The duration does not depend on the number of equal bytes.
  private static func isEqualInConstantTime(_ left: Substring, _ right: String) -> Bool {
    let leftBytes = Array(left.utf8)
    let rightBytes = Array(right.utf8)
    guard leftBytes.count == rightBytes.count else { return false }
    return zip(leftBytes, rightBytes).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

// MARK: Health

extension FeedRoutes {
  private func health(_ report: ServerReport) -> Reply {
    guard let complaint = report.complaint else {
      // Feeds are served without the log.
      let problem = records.accessLog?.health.problem.map { "; access log: \($0)" }
      let caches = report.caches.compactMap(\.problem).map { "; cache: \($0)" }.joined()
      return Reply(.ok, "healthy\(problem ?? "")\(caches)")
    }
    return Reply(.serviceUnavailable, "not healthy: \(complaint)")
  }

  private func report() async -> ServerReport {
    var report = hooks.report(site)
    if report.complaint == nil {
      report.complaint = proxied == nil ? directoryComplaint : await proxied?.currentComplaint()
    }
    if report.complaint == nil { report.complaint = await indexComplaint() }
    if let hub = site.hub {
      do {
        let count = try await ThreadPools.hub.runIfActive { try hub.subscriptionCount() }
        report.metrics.append(
          .gauge("websub_subscriptions", help: "Subscriptions to feeds.", value: Double(count)))
      } catch {
        report.complaint = report.complaint ?? "\(error)"
      }
    }
    if let caches = site.purgedCaches {
      do {
        report.caches = try await ThreadPools.hub.runIfActive { try caches() }
        report.metrics += PurgedCache.metrics(report.caches)
      } catch {
        report.complaint = report.complaint ?? "\(error)"
      }
    }
    return report
  }

  // The reason why the output directory cannot be served; `nil` when it can.
  private var directoryComplaint: String? {
    let directory = open(site.output, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if directory >= 0 {
      close(directory)
      return nil
    }
    if [ENOENT, ENOTDIR].contains(errno) { return "\(site.output): the output directory is not there" }
    return "\(site.output): the output directory cannot be read (\(String(cString: strerror(errno))))"
  }

  // The reason why the index cannot be read, without which there are no feeds on demand and no redirects; `nil` when it can.
  private func indexComplaint() async -> String? {
    do {
      try await ThreadPools.index.runIfActive { [onDemand] in try onDemand.checkIndex() }
      return nil
    } catch {
      return "\(error)"
    }
  }
}

// MARK: Common replies

extension FeedRoutes {
  /// Cache-Control of replies in place of a feed: the feed may appear at any moment, so that caches must ask again.
  static let noCache = "no-cache"

  /// The reply for a path that has never had a document.
  static let notFound = Reply(
    .notFound, "there is nothing here; catalogue.json names all feeds", fields: [.cacheControl: noCache])

  private static func methodNotAllowed(_ request: HTTPRequest) -> Reply {
    Reply(
      .methodNotAllowed, "\(request.method) is not possible here; GET and HEAD are",
      fields: [.allow: "GET, HEAD, OPTIONS"])
  }

  // The reply to a method other than POST. Scripts of other sites may not use the endpoint: there are no CORS fields.
  private static func onlyPost(_ request: HTTPRequest) -> Reply {
    let allowed: HTTPFields = [.allow: "POST, OPTIONS"]
    if request.method == .options { return noContent(allowed) }
    return Reply(.methodNotAllowed, "POST is what is possible here", fields: allowed)
  }

  // The reply to OPTIONS, CORS preflight requests included.
  private static let options = noContent([
    .allow: "GET, HEAD, OPTIONS", .accessControlAllowOrigin: "*",
    .accessControlAllowMethods: "GET, HEAD, OPTIONS",
    .accessControlAllowHeaders: "If-None-Match, If-Modified-Since, Cache-Control",
    .accessControlMaxAge: "86400",
  ])

  private static func noContent(_ fields: HTTPFields) -> Reply {
    var fields = fields
    fields[.cacheControl] = "no-store"
    return Reply(.noContent, fields: HTTPHeaders(fields), body: nil)
  }
}

// MARK: Documents

extension FeedRoutes {
  private func document(_ target: Target, for request: HTTPRequest, now: UnixTime) async throws -> Reply {
    let preconditions = Preconditions(request)
    // The file is there for other servers.
    if Self.mayBeCopy(target.document), let reply = try await replyForCopy(target) { return reply }
    if let proxied { return try await document(target, from: proxied, preconditions, now: now) }
    guard let read = try await readFile(target.document, compresses: preconditions.takesGzip) else {
      return try await replyForMissing(target)
    }
    // One target per document is cached: percent-encoding allows any number of equivalent targets.
    let (path, _) = RequestPath.split(request.path ?? "")
    if path.utf8.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "%") }) {
      cache.insert(read.document, for: String(path), file: read.file)
    }
    return Reply.document(read.document.representation(for: preconditions), preconditions, now: now)
  }

  private func document(
    _ target: Target, from proxied: ProxiedDocuments, _ preconditions: Preconditions, now: UnixTime
  ) async throws -> Reply {
    let names = target.document
    let found = try await proxied.document(names, compresses: preconditions.takesGzip) {
      [self] bytes, modified in
      let metadata = metadata(ofHash: Document.hash(bytes), modified: modified, names: names)
      return Document(bytes, metadata, compresses: preconditions.takesGzip)
    }
    guard let found else { return try await replyForMissing(target) }
    return Reply.document(found.representation(for: preconditions), preconditions, now: now)
  }

  // Whether a path is that of a feed of an entity that may be a country.
  private static func mayBeCopy(_ names: [String]) -> Bool {
    guard names.count == 2, names[0] == TopicKind.entity.name, let dot = names[1].lastIndex(of: ".") else {
      return false
    }
    return EntityKey(String(names[1][..<dot])).flatMap(Gazetteer.standard.country(ofEntity:)) != nil
  }

  private func replyForCopy(_ target: Target) async throws -> Reply? {
    let path = target.document.joined(separator: "/")
    let status = try await ThreadPools.index.runIfActive { [onDemand] in
      try onDemand.status(ofPath: path)
    }
    guard case .moved(let successor) = status else { return nil }
    return moved(to: successor, from: target)
  }

  private func readFile(_ names: [String], compresses: Bool) async throws -> ReadFile? {
    let root = site.output
    let path = root + "/" + names.joined(separator: "/")
    return try await readFlights.value("\(compresses) \(path)") { [self] in
      try await ThreadPools.files.runIfActive { [self] () -> ReadFile? in
        guard let served = try ServedFile(names, below: root) else { return nil }
        let file = RepresentationCache.File(
          path: path, stamp: served.stamp, hash: Document.hash(served.bytes))
        let metadata = metadata(of: file, names: names)
        return ReadFile(file: file, document: Document(served.bytes, metadata, compresses: compresses))
      }
    }
  }
}
