import ArchiveIndex
import Classification
import Foundation
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import Primitives
import Publishing
import Syndication
import TestSupport
import WorkspaceSupport

@testable import Serving

/// The routes of a site, asked without a server.
struct SiteRoutes {
  let routes: FeedRoutes
  // Keeps the files.
  private let owner: AnyObject

  /// When requests are made, unless a test says otherwise.
  static let now = Workspace.now

  /// The routes of the output of a workspace.
  init(_ workspace: Workspace) throws {
    let configuration = workspace.configuration
    owner = workspace
    routes = try Self.routes(
      FeedServer.ServedSite(
        configuration.site, content: configuration.format, countryFeeds: configuration.countryFeeds,
        output: configuration.output, state: configuration.state, gazetteer: .standard))
  }

  /// The routes of an output directory with given files and an empty index.
  init(
    _ files: [String: String], formats: [FeedFormat] = [.atom, .rss], baseURL: String = "http://localhost/"
  )
    throws
  {
    let directory = try TemporaryDirectory()
    try directory.write("", to: "feeds/.keep")
    for (path, text) in files { try directory.write(text, to: "feeds/" + path) }
    try IndexKind.database(at: directory.path("state")).open().finish()
    let site = Site(
      baseURL: baseURL, pagesURL: "http://localhost", pageExtension: ".html", authority: "example.org",
      title: "News", author: "Editors", language: "en", formats: formats, windowEntries: 50,
      generator: Generator(name: "feedgen", version: "1"))
    owner = directory
    routes = try Self.routes(
      FeedServer.ServedSite(
        site, output: directory.path("feeds"), state: directory.path("state"), gazetteer: .standard))
  }

  private static func routes(_ site: FeedServer.ServedSite) throws -> FeedRoutes {
    let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
    return try FeedRoutes(
      site, settings: ServerSettings(),
      hooks: FeedServer.Hooks(
        report: { _ in ServerReport() }, regenerate: { _ in nil }, token: nil),
      records: ServerRecords(metrics: Metrics(), accessLog: nil, readers: nil, logger: quiet), logger: quiet)
  }

  /// The reply to a request.
  func ask(
    _ target: String, method: HTTPRequest.Method = .get, _ fields: [String: String] = [:],
    now: UnixTime = SiteRoutes.now
  ) async -> Reply {
    var request = HTTPRequest(method: method, scheme: "http", authority: "localhost", path: target)
    for (name, value) in fields {
      if let name = HTTPField.Name(name) { request.headerFields[name] = value }
    }
    return await routes.reply(to: request, body: RequestBody(buffer: ByteBuffer()), now: now)
  }

  /// The reply from memory to a request; `nil` when it needs more than that.
  func askCache(
    _ target: String, _ fields: [String: String] = [:], now: UnixTime = SiteRoutes.now
  ) -> Reply? {
    var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: target)
    for (name, value) in fields { head.headers.add(name: name, value: value) }
    return routes.cachedReply(to: head, now: now, maySendFile: true)
  }
}

extension Reply {
  /// The body as text.
  var text: String { body.map { String(buffer: $0) } ?? "" }

  /// The value of a field.
  subscript(_ name: String) -> String? { fields.first(name: name) }
}
