import Foundation
import Serving
import TestSupport
import Testing
import WorkspaceSupport

@testable import Service

@Suite("The server of a configuration")
struct ServerConfigurationTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace(ArchivePage(day: "2013/11/14", title: "Sudhaven opens a bridge"))
    workspace.configuration.serve = Workspace.patience
    try workspace.run()
  }

  private func server() throws -> FeedServer {
    try FeedServer(workspace.configuration, logger: Workspace.logger) { _ in nil }
  }

  @Test("listens on the socket of the configuration, unless a stronger place names a host or a port")
  func socket() async throws {
    workspace.configuration.serve.socket = workspace.directory.path("socket")
    let first = try server()
    try await first.start()
    #expect(first.location == "unix:" + workspace.directory.path("socket"))
    workspace.configuration.serve.port = 0
    workspace.configuration.origins = [
      "serve.socket": .file(path: "config.json", line: 1), "serve.port": .variable("FEEDGEN_SERVE_PORT"),
    ]
    let second = try server()
    try await second.start()
    #expect(second.location == "http://127.0.0.1:\(second.port)/" && second.port > 0)
    await first.stop()
    await second.stop()
  }

  @Test("has its access log and its socket neither among the feeds nor among the news")
  func accessLog() throws {
    let (output, content) = (workspace.configuration.output, workspace.configuration.content)
    for path in [output + "/access.log", output + "/a/b/log", content + "/news/2024/log.md"] {
      for member in [\Configuration.serve.accessLog, \.serve.socket] {
        workspace.configuration.serve = Workspace.patience
        workspace.configuration[keyPath: member] = path
        #expect(throws: ConfigurationError.self) { try server() }
      }
    }
    workspace.configuration.serve.socket = ""
    workspace.configuration.serve.accessLog = workspace.directory.path("access.log")
    _ = try server()
  }

  @Test("keeps its settings until a restart, names those that changed, and never serves its open log")
  func reload() throws {
    var running = workspace.configuration
    running.serve.accessLog = workspace.directory.path("logs/access.log")
    var new = running
    (new.serve.maxAge, new.serve.accessLog) = (900, "")
    #expect(try new.keepServer(of: running) == ["serve.accessLog", "serve.maxAge"])
    #expect(new.serve == running.serve)
    new.output = workspace.directory.path("logs")
    #expect(throws: ConfigurationError.self) { try new.keepServer(of: running) }
  }

  @Test("is not healthy without its service, also beside the status that an earlier one has left")
  func requiredService() throws {
    let state = workspace.configuration.state
    let status =
      #"{"process":1,"since":1,"interval":2,"events":0,"feeds":0,"files":0,"skippedCount":0,"repairedCount":0,"problems":[],"hasNotices":false,"errors":[]}"#
    for isThere in [false, true] {
      if isThere { try Data(status.utf8).write(to: URL(filePath: state + "/status.json")) }
      #expect(ServerReport(state: state, index: state, service: .required).complaint != nil)
      #expect(ServerReport(state: state, index: state, service: .optional).complaint == nil)
    }
  }
}
