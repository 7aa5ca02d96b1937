import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@Suite("Purging caches by the program")
struct PurgeServiceTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace(
      ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Egypt"),
      ArchivePage(day: "2013/11/4", title: "Norway opens a bridge in Egypt"))
  }

  private func configure(_ hook: Subscriber, _ more: String = "") throws {
    let secret = #""secret": "s3cret""#
    try workspace.directory.write(
      #"{"purge": [{"type": "webhook", "url": "\#(hook.url)", \#(secret)}]\#(more)}"#, to: "config.json")
  }

  private func changed(_ request: Subscriber.Request) throws -> [String] {
    let object = try JSONSerialization.jsonObject(with: request.body) as? [String: [String]]
    return try #require(object?["changed"])
  }

  @Test("a run sends what has changed, and leaves in the queue what it cannot send")
  func run() async throws {
    let hook = try await Subscriber()
    try configure(hook)
    #expect(try workspace.runBinary().status == 0)
    let first = try changed(try await hook.next())
    #expect(first.contains("http://localhost:8080/all.atom") && first.contains("http://localhost:8080/"))
    #expect(try workspace.runBinary().status == 0)
    #expect(hook.requestCount == 1)
    hook.answers { _ in (503, "") }
    try workspace.addNorway(3)
    let outcome = try workspace.runBinary()
    #expect(outcome.status == 0)
    let left = /purging: (\d+) addresses wait for \S+ \(status 503\); the next run or a service sends them/
    let count = try #require(try left.firstMatch(in: outcome.errors)?.output.1, "\(outcome.errors)")
    let status = try workspace.runBinary("status").output
    #expect(status.contains("purging      \(hook.url): \(count) addresses wait, the oldest since "))
    #expect(status.contains("  fails since ") && status.contains(", 1 times: status 503"))
    let json = try workspace.runBinary("status", "--json").output
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect((object?["purge"] as? [[String: Any]])?.first?["waiting"] as? Int == Int(count))
    for text in [outcome.errors, status, json, try workspace.runBinary("config").output] {
      #expect(!text.contains("s3cret"))
    }
  }

  #if os(Linux)
    @Test("what a service that is killed has not sent, the next one sends")
    func service() async throws {
      let hook = try await Subscriber()
      try configure(hook)
      func start() throws -> ServiceProcess {
        let service = try ServiceProcess(workspace, "--interval", "0.1")
        try service.wait(for: "READY=1")
        return service
      }
      func isTold(of address: String) async throws -> Bool {
        try changed(try await hook.next()).contains(address)
      }
      var service = try start()
      try await eventually { try await isTold(of: "http://localhost:8080/country/egypt.atom") }
      // From now on, requests get no answer.
      hook.answers { _ in nil }
      try workspace.addNorway(3)
      try await eventually { try await isTold(of: "http://localhost:8080/country/norway.atom") }
      service.signal(SIGKILL)
      _ = service.end()
      hook.answers { _ in (200, "") }
      try workspace.addNorway(4)
      service = try start()
      try await eventually {
        try await isTold(of: "http://localhost:8080/news/2014/2/4/norway-buys-grain-4.html")
      }
      service.signal(SIGTERM)
      #expect(service.end() == 0)
    }
  #endif
}
