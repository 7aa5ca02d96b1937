import ArchiveIndex
import Classification
import Foundation
import Logging
import Publishing
import Syndication
import TestSupport

@testable import Serving

/// An output directory with some documents, and a server of it.
final class ServedDirectory {
  /// The output directory is `feeds` below it.
  let directory: TemporaryDirectory
  let server: FeedServer

  static let feed = "<feed>" + String(repeating: "An entry. ", count: 200) + "</feed>"

  /// The settings of a server that waits for slow tests.
  static var patient: ServerSettings {
    var settings = ServerSettings()
    (settings.requestTimeout, settings.idleTimeout, settings.sendTimeout) = (600, 600, 600)
    settings.drain = 600
    return settings
  }

  /// Serves documents; `regenerate` receives requests for a rebuild.
  init(
    _ settings: ServerSettings = ServedDirectory.patient, baseURL: String = "http://localhost:8080/",
    token: String? = nil, regenerate: @escaping @Sendable (FeedServer.Rebuild) -> String? = { _ in nil }
  ) async throws {
    directory = try TemporaryDirectory()
    for path in ["all.atom", "all.rss", "all.json", "entity/egypt.atom", "archive/all/1.atom", "feeds.opml"] {
      try directory.write(Self.feed, to: "feeds/" + path)
    }
    try directory.write("{}", to: "feeds/catalogue.json")
    for page in ["index.html", "ja/index.html"] {
      try directory.write("<!doctype html>", to: "feeds/\(page)")
    }
    try directory.write(Data([0, 1, 2]), to: "feeds/icon.png")
    try directory.write("secret", to: "outside.atom")
    try directory.write("half a feed", to: "feeds/.all.atom.feedgen-new")
    let output = directory.path("feeds")
    for path in try FileManager.default.subpathsOfDirectory(atPath: output) {
      try Self.date(output + "/" + path, Self.changed)
    }
    try IndexKind.database(at: directory.path("state")).open().finish()
    var settings = settings
    settings.port = 0
    let site = Site(
      baseURL: baseURL, pagesURL: "http://localhost", pageExtension: ".html", authority: "example.org",
      title: "News", author: "Editors", language: "en", windowEntries: 50,
      generator: Generator(name: "feedgen", version: "1"))
    server = try FeedServer(
      FeedServer.ServedSite(site, output: output, state: directory.path("state"), gazetteer: .standard),
      settings: settings,
      hooks: FeedServer.Hooks(
        report: { _ in ServerReport(metrics: [.gauge("events", help: "Events.", value: 7)]) },
        regenerate: regenerate, token: token),
      logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() })
    try await server.start()
  }

  deinit {
    let server = server
    Task.detached { await server.stop() }
  }

  /// When the documents changed last: 2014-05-13 16:53:20 UTC.
  static let changed = 1_400_000_000

  /// Sets when a file was changed.
  static func date(_ path: String, _ time: Int) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: TimeInterval(time))], ofItemAtPath: path)
  }

  /// A new connection.
  func connection() async throws -> HTTPConnection { try await HTTPConnection(port: server.port) }

  /// Sends a request on a new connection.
  func ask(_ method: String, _ target: String, _ fields: [String: String] = [:], body: String? = nil)
    async throws
    -> HTTPConnection.Response
  {
    try await connection().ask(method, target, fields, body: body)
  }

  /// Requests a document on a new connection.
  func ask(_ target: String, _ fields: [String: String] = [:]) async throws -> HTTPConnection.Response {
    try await ask("GET", target, fields)
  }

  /// Whether this server accepts connections. Another server at the same port would not have the document.
  func isListening() async throws -> Bool {
    let name = UUID().uuidString
    try directory.write(Self.feed, to: "feeds/\(name).atom")
    return (try? await ask("/\(name).atom"))?.status == 200
  }

  /// The value of a metric, by its name without the prefix.
  func metric(_ name: String) async throws -> Int {
    let line = try await ask("/metrics").text.split(separator: "\n").first {
      $0.hasPrefix("feedgen_\(name) ")
    }
    return line.flatMap { $0.split(separator: " ").last }.flatMap { Int($0) } ?? 0
  }
}
