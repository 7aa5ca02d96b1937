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

  @Test("does not write its access log among the feeds")
  func accessLog() throws {
    for path in [workspace.configuration.output + "/access.log", workspace.configuration.output + "/a/b/log"]
    {
      workspace.configuration.serve.accessLog = path
      #expect(throws: ConfigurationError.self) { try server() }
    }
    workspace.configuration.serve.accessLog = workspace.directory.path("access.log")
    _ = try server()
  }
}
