#if os(Linux)
  import Foundation
  import TestSupport
  import Testing
  import WorkspaceSupport

  @Suite("The hub of a service")
  struct HubServiceTests {
    private let workspace: Workspace

    init() throws {
      workspace = try Workspace(
        ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Egypt"),
        ArchivePage(day: "2013/11/4", title: "Norway opens a bridge in Egypt"))
    }

    @Test("--watch --serve: what happens reaches a subscriber, whatever was killed meanwhile")
    func service() async throws {
      let subscriber = try await Subscriber()
      try workspace.directory.write(
        #"{"webSub": {"serve": true, "allowPrivateCallbacks": true}, "serve": {"requestTimeout": 600, "idleTimeout": 600, "sendTimeout": 600}}"#,
        to: "config.json")
      func start() throws -> (ServiceProcess, Int) {
        let service = try ServiceProcess(workspace, "--interval", "0.1", "--serve", "--port", "0")
        try service.wait(for: "READY=1")
        let match = try #require(service.errors.firstMatch(of: /at http:\/\/127\.0\.0\.1:(\d+)\//))
        return (service, try #require(Int(match.output.1)))
      }
      var (service, port) = try start()
      let form = "hub.mode=subscribe&hub.topic=http%3A%2F%2Flocalhost%3A8080%2Fall.atom&hub.callback="
      let callback = subscriber.url.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      let answer = try await HTTPConnection(port: port).ask("POST", "/hub", body: form + callback)
      #expect(answer.status == 202)
      #expect(try await subscriber.next().values["hub.mode"] == "subscribe")
      func isSubscribed() async throws -> Bool {
        let metrics = try await HTTPConnection(port: port).ask("GET", "/metrics").text
        return metrics.contains("feedgen_websub_subscriptions 1\n")
      }
      func isDelivered(_ words: String) async throws -> Bool {
        String(decoding: try await subscriber.next().body, as: UTF8.self).contains(words)
      }
      try await eventually { try await isSubscribed() }
      try workspace.addNorway(3)
      try await eventually { try await isDelivered("grain 3") }
      service.signal(SIGKILL)
      _ = service.end()
      try workspace.addNorway(4)
      (service, port) = try start()
      // A delivery just before the kill may be repeated.
      try await eventually { try await isDelivered("grain 4") }
      service.signal(SIGTERM)
      #expect(service.end() == 0)
    }
  }
#endif
