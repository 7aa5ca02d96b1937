internal import ArchiveIndex
internal import Classification
internal import Foundation
internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Publishing
internal import Synchronization
internal import Syndication

/// Answers requests: with documents of the output directory, with feeds made on demand, with how the service is.
final class Answers: Sendable {
  /// What has been done.
  let metrics: Metrics

  /// What is served.
  let site: FeedServer.Site
  /// What is at hand.
  let store: DocumentStore
  /// What is said of documents.
  let fields: DocumentFields
  /// What makes feeds on demand.
  let onDemand: FeedsOnDemand
  /// How many of these are being made or waited for.
  let making = Mutex(0)
  /// Feeds that are being made.
  let makingFeeds = SharedWork<Document>()
  private let reading = SharedWork<(DocumentStore.File, Document)?>()
  private let hooks: FeedServer.Hooks
  private let logger: Logger
  // Where feeds are served: the names in its path, and the path itself, with slashes at both ends.
  private let base: [String]
  private let basePath: String

  /// Makes answers for a site.
  /// - Throws: `PublishingError`.
  init(
    _ settings: ServerSettings, _ site: FeedServer.Site, _ hooks: FeedServer.Hooks, _ metrics: Metrics,
    logger: Logger
  ) throws {
    (self.site, self.hooks, self.metrics, self.logger) = (site, hooks, metrics, logger)
    store = DocumentStore(capacity: settings.cacheMegabytes << 20)
    fields = DocumentFields(maxAge: settings.maxAge, baseURL: site.site.baseURL, hubs: site.site.hubs)
    let path = URL(string: site.site.baseURL)?.path(percentEncoded: true) ?? ""
    basePath = path.hasSuffix("/") ? path : path + "/"
    // No request has a path that is none; a server in front may take it away.
    base = ((try? RequestPath.names(basePath)) ?? []).dropLast()
    onDemand = try FeedsOnDemand(site: site.site, state: site.state, gazetteer: site.gazetteer)
  }

  /// Whether the body of a request is read before it is answered; others are answered by their heads alone.
  func readsBody(of request: HTTPRequestHead) -> Bool {
    guard request.method == .POST, let hub = site.hub,
      !isTooLarge(request.headers.first(name: "Content-Length"), for: hub),
      let names = try? RequestPath.names(RequestPath.split(request.uri).path, below: base)
    else { return false }
    return names == [hub.path]
  }

  // Whether a request to the hub is too large by the length that it says it has.
  private func isTooLarge(_ length: String?, for hub: HubEndpoint) -> Bool {
    // The parser has made sure that it is a number; one that does not fit in is larger.
    length.map { Int($0).map { $0 > hub.bodyLimit } ?? true } ?? false
  }

  private static func tooLarge(_ hub: HubEndpoint) -> Reply {
    Reply(.payloadTooLarge, "a request to the hub has \(hub.bodyLimit) bytes at most")
  }

  /// What a request gets for which everything is at hand; `nil` when more is to be done for it.
  /// - Parameter opensFile: whether its body may be a file.
  func immediate(_ request: HTTPRequestHead, now: Int64, opensFile: Bool) -> Reply? {
    guard request.method == .GET || request.method == .HEAD else { return nil }
    let (path, _) = RequestPath.split(request.uri)
    guard let (file, document) = store.file(String(path)) else { return nil }
    let conditions = Conditions(request)
    if let document {
      if conditions.takesGzip && document.mayBeCompressed || ServedFile.stamp(file.path) != file.stamp {
        return nil
      }
      return Reply.document(document.form(gzip: conditions.takesGzip), conditions, now: now)
    }
    // There was no room for its bytes; the system sends them from the file. What is compressed is made again elsewhere.
    guard opensFile, !conditions.takesGzip, let region = ServedFile.open(file.path, file.stamp) else {
      return nil
    }
    guard let names = try? RequestPath.names(path, below: base) else {
      ServedFile.close(region)
      return nil
    }
    let form = traits(of: file, names.isEmpty ? ["index.html"] : names).form(size: Int(file.stamp.file.size))
    var reply = Reply.document(form, conditions, now: now)
    if reply.status == .ok, !conditions.isHead {
      reply.file = region
    } else {
      ServedFile.close(region)
    }
    return reply
  }

  private func traits(of file: DocumentStore.File, _ names: [String]) -> Document.Traits {
    let (type, isText) = MediaType.type(of: names)
    return Document.Traits(
      hash: file.hash, type: type, isText: isText, fields: fields.of(names),
      modified: file.stamp.file.modified / 1_000_000_000)
  }

  /// What a request gets.
  func reply(to request: HTTPRequest, _ body: RequestBody, now: Int64) async -> Reply {
    var reply: Reply
    if request.method == .options, request.path == "*" { return Self.options }
    do {
      let (path, query) = RequestPath.split(request.path ?? "")
      let names = try RequestPath.names(path, below: base)
      reply = try await self.reply(to: request, body, names, query, now)
    } catch let fault as RequestPath.Fault {
      reply = self.reply(to: request, fault)
    } catch {
      logger.error("\(request.path ?? ""): \(error)")
      reply = Reply(
        .serviceUnavailable, "this is not to be had just now; try again later", fields: [.retryAfter: "30"])
    }
    if request.method == .head { reply.body = nil }
    return reply
  }

  // The reply to a request whose path names no document.
  private func reply(to request: HTTPRequest, _ fault: RequestPath.Fault) -> Reply {
    if case .malformed(let what) = fault { return Reply(.badRequest, "bad request: \(what)") }
    if request.method == .options { return Self.options }
    guard request.method == .get || request.method == .head else { return Self.methodNotAllowed(request) }
    guard fault == .withoutSlash else { return Self.notFound }
    let (_, query) = RequestPath.split(request.path ?? "")
    let location = basePath + (query.isEmpty ? "" : "?\(query)")
    return Reply(
      .movedPermanently, "the feeds are at \(site.site.baseURL)",
      fields: [.location: location, .cacheControl: Self.notKept])
  }

  /// Makes ready what the first search would wait for.
  func prepare() {
    do {
      try onDemand.prepareSearch()
    } catch {
      logger.debug("searching is not ready: \(error)")
    }
  }
}

// MARK: Routes

extension Answers {
  private func reply(
    to request: HTTPRequest, _ body: RequestBody, _ names: [String], _ query: Substring, _ now: Int64
  ) async throws -> Reply {
    let path = names.joined(separator: "/")
    if let hub = site.hub, path == hub.path { return try await subscribe(request, body, hub) }
    if path == "regenerate", let token = hooks.token { return regenerate(request, token, query) }
    if request.method == .options { return Self.options }
    guard request.method == .get || request.method == .head else {
      return path == "regenerate" ? Self.notFound : Self.methodNotAllowed(request)
    }
    switch path {
    case "healthz":
      let complaint = await report().complaint
      return Reply(
        complaint == nil ? .ok : .serviceUnavailable, complaint.map { "not healthy: \($0)" } ?? "healthy")
    case "status":
      return Reply(
        .ok, type: "application/json",
        ByteBuffer(bytes: StatusPage.json(await report(), metrics.now)))
    case "metrics":
      return Reply(
        .ok, type: "text/plain; version=0.0.4; charset=utf-8",
        ByteBuffer(string: StatusPage.prometheus(await report(), metrics.now)))
    default: break
    }
    for format in FeedFormat.allCases {
      if path == "feed.\(format.pathExtension)" || path == "search.\(format.pathExtension)" {
        return try await feed(request, isSearch: path.hasPrefix("search"), format, query, now)
      }
    }
    return try await document(request, names.isEmpty ? ["index.html"] : names, now)
  }

  private func subscribe(_ request: HTTPRequest, _ body: RequestBody, _ hub: HubEndpoint) async throws
    -> Reply
  {
    guard request.method == .post else { return Self.onlyPost(request) }
    // Before the body is waited for: a client that expects 100 sends it afterwards.
    if isTooLarge(request.headerFields[.contentLength], for: hub) { return Self.tooLarge(hub) }
    let form: ByteBuffer
    do {
      form = try await body.collect(upTo: hub.bodyLimit)
    } catch is NIOTooManyBytesError {
      return Self.tooLarge(hub)
    } catch {
      return Reply(.badRequest, "bad request: the body could not be read to its end")
    }
    let root = site.output
    let answer = try await ThreadPools.hub.runIfActive {
      try hub.answer(String(buffer: form)) { names in
        try MediaType.isFeed(names) && names.first != "archive" && ServedFile(names, below: root) != nil
      }
    }
    let fields: HTTPFields = answer.retryAfter.map { [.retryAfter: "\($0)"] } ?? [:]
    return Reply(HTTPResponseStatus(statusCode: answer.status), answer.message, fields: fields)
  }

  // Why no feed can be served.
  private var outputComplaint: String? {
    let directory = open(site.output, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if directory >= 0 {
      close(directory)
      return nil
    }
    if [ENOENT, ENOTDIR].contains(errno) { return "\(site.output): the output directory is not there" }
    return "\(site.output): the output directory cannot be read (\(String(cString: strerror(errno))))"
  }

  // Why feeds cannot be made on demand, and old addresses lead nowhere.
  private func indexComplaint() async -> String? {
    do {
      try await ThreadPools.index.runIfActive { [onDemand] in try onDemand.checkIndex() }
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func report() async -> ServerReport {
    var report = hooks.report()
    report.complaint = report.complaint ?? outputComplaint
    if report.complaint == nil { report.complaint = await indexComplaint() }
    if let hub = site.hub {
      do {
        let count = try await ThreadPools.hub.runIfActive { try hub.subscriptionCount() }
        report.gauges.append(.init("websub_subscriptions", "Subscriptions to feeds.", Double(count)))
      } catch {
        report.complaint = report.complaint ?? "\(error)"
      }
    }
    return report
  }

  // Where no feed is now, a topic may have its first event at any moment, or have its feed again: no cache answers for this
  // server.
  private static let notKept = "no-cache"

  private static let notFound = Reply(
    .notFound, "there is nothing here; /catalogue.json names all feeds", fields: [.cacheControl: notKept])

  private static func methodNotAllowed(_ request: HTTPRequest) -> Reply {
    Reply(
      .methodNotAllowed, "\(request.method) is not possible here; GET and HEAD are",
      fields: [.allow: "GET, HEAD, OPTIONS"])
  }

  // The reply to another method where only POST is possible, which pages of other sites may not use.
  private static func onlyPost(_ request: HTTPRequest) -> Reply {
    let allowed: HTTPFields = [.allow: "POST, OPTIONS"]
    if request.method == .options { return noContent(allowed) }
    return Reply(.methodNotAllowed, "POST is what is possible here", fields: allowed)
  }

  // What a browser asks before a page of another site may ask with fields of its own.
  private static let options = noContent([
    .allow: "GET, HEAD, OPTIONS", .accessControlAllowOrigin: "*",
    .accessControlAllowMethods: "GET, HEAD, OPTIONS",
    .accessControlAllowHeaders: "If-None-Match, If-Modified-Since, Cache-Control",
    .accessControlMaxAge: "86400",
  ])

  private static func noContent(_ fields: HTTPFields) -> Reply {
    var fields = fields
    fields[.cacheControl] = "no-store"
    return Reply(.noContent, HTTPHeaders(fields), nil)
  }

  private func regenerate(_ request: HTTPRequest, _ token: String, _ query: Substring) -> Reply {
    guard request.method == .post else { return Self.onlyPost(request) }
    // The scheme's name may be written in any way (RFC 9110, section 11.1).
    let given = (request.headerFields[.authorization] ?? "").split(separator: " ")
    guard given.count == 2, given[0].lowercased() == "bearer", Self.isSame(given[1], token) else {
      return Reply(.unauthorized, "the token is missing or wrong", fields: [.wwwAuthenticate: "Bearer"])
    }
    if let hindrance = hooks.regenerate(query.split(separator: "&").contains("full=true")) {
      return Reply(.conflict, hindrance)
    }
    return Reply(.accepted, "the feeds are brought up to date; /status tells how that goes")
  }

  // In a time that does not tell how much of it is the same.
  private static func isSame(_ left: Substring, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    return left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

// MARK: Documents

extension Answers {
  private func document(_ request: HTTPRequest, _ names: [String], _ now: Int64) async throws -> Reply {
    let (conditions, root) = (Conditions(request), site.output)
    let path = root + "/" + names.joined(separator: "/")
    let read = try await reading.value("\(conditions.takesGzip) \(path)") { [self] in
      try await ThreadPools.files.runIfActive { [self] () -> (DocumentStore.File, Document)? in
        try ServedFile(names, below: root).map { read in
          let file = DocumentStore.File(path: path, stamp: read.stamp, hash: Document.hash(read.bytes))
          return (
            file, Document(read.bytes, traits(of: file, names), compresses: conditions.takesGzip)
          )
        }
      }
    }
    guard let (file, document) = read else { return try await former(names) }
    // One document can be asked for in any number of ways; one is enough to remember.
    let (target, _) = RequestPath.split(request.path ?? "")
    if target.utf8.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "%") }) {
      store.put(document, String(target), file)
    }
    return Reply.document(document.form(gzip: conditions.takesGzip), conditions, now: now)
  }

  // Where the feed is that was here once.
  private func former(_ names: [String]) async throws -> Reply {
    guard (1...6).contains(names.count), names.allSatisfy({ !$0.isEmpty }) else { return Self.notFound }
    let path = names.joined(separator: "/")
    let fate = try await ThreadPools.index.runIfActive { [onDemand] in try onDemand.fate(of: path) }
    switch fate {
    case .unknown: return Self.notFound
    case .wanted:
      return Reply(
        .serviceUnavailable, "this is being written, or is missing; try again later",
        fields: [.retryAfter: "30"])
    case .ended:
      return Reply(
        .gone, "this feed has ended; /catalogue.json names those there are",
        fields: [.cacheControl: Self.notKept])
    case .moved(let successor):
      // Relative, so that it is right whatever stands in front of this server.
      let location = String(repeating: "../", count: names.count - 1) + successor
      return Reply(
        .movedPermanently, "this feed is now at \(site.site.baseURL)\(successor)",
        fields: [.location: location, .cacheControl: Self.notKept])
    }
  }
}
