#if os(Linux)
  import Foundation
  import TestSupport
  import Testing
  import WorkspaceSupport

  @testable import Service
  @testable import feedgen

  @Suite("feedgen --watch", .serialized)
  struct WatchServiceTests {
    private let workspace: Workspace
    private let page = ArchivePage(day: "2014/02/13", title: "Egypt buys grain")

    init() throws {
      workspace = try Workspace(
        ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in Egypt"),
        ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Norland"))
    }

    private func write(_ text: String, to path: String) throws {
      try Data(text.utf8).write(to: URL(filePath: workspace.directory.path(path)))
    }

    @Test(
      "says when it is ready, publishes what comes, and ends with 0 when told", arguments: [SIGTERM, SIGINT])
    func lifeCycle(signal: Int32) throws {
      let service = try ServiceProcess(workspace, "--interval", "0.1")
      try service.wait(for: "READY=1")
      try service.wait(for: "2 events")
      try workspace.write(page)
      try service.wait(for: "3 events")
      #expect(try AtomDocument(workspace.output(), "country/egypt.atom").entries.count == 2)
      #expect(try workspace.runBinary("status").status == 0)
      #expect(try workspace.runBinary().status == ExitStatus.temporary.rawValue)
      service.signal(signal)
      try service.wait(for: "STOPPING=1")
      #expect(service.end() == 0)
      #expect(try workspace.runBinary("status").status == 1)
    }

    @Test("finds everything without notifications of the kernel too")
    func withoutNotices() throws {
      try write(#"{"watch": {"notify": false, "interval": 0.1, "settle": 0.05}}"#, to: "config.json")
      let service = try ServiceProcess(workspace)
      try service.wait(for: "READY=1")
      try service.wait(for: "2 events")
      try workspace.write(page)
      try service.wait(for: "3 events")
      try workspace.remove(page)
      try service.wait(for: "2 events")
      #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
    }

    @Test("keeps the feeds of other languages up to date")
    func languages() throws {
      func post(_ title: String) -> String { "---\ntitle: \(title)\ndate: 2024-05-19\n---\n\nFog.\n" }
      try write(
        #"{"format": "posts", "site": {"language": "en"}, "frontMatter": {"languages": ["de"]}, "watch": {"interval": 0.1}}"#,
        to: "config.json")
      try write(post("Fog"), to: "content/fog.md")
      let service = try ServiceProcess(workspace)
      try service.wait(for: "READY=1")
      try service.wait(for: "3 events")
      try write(post("Nebel"), to: "content/fog.de.md")
      try service.wait(for: "4 events")
      try write(post("Regen"), to: "content/rain.de.md")
      try service.wait(for: "5 events")
      #expect(try AtomDocument(workspace.output(), "de/all.atom").entries.map(\.title) == ["Nebel", "Regen"])
      service.signal(SIGTERM)
      #expect(service.end() == 0)
    }

    @Test("reads the configuration of a site again when it changes, and keeps the last good one")
    func siteConfiguration() throws {
      try write(
        #"{"watch": {"notify": false, "interval": 0.1, "settle": 0.05, "sweep": 0.2}}"#, to: "config.json")
      try write("baseURL = 'https://x.example/'\n", to: "hugo.toml")
      try workspace.write("---\ntitle: One\ndate: 2014-01-05\n---\nWords.\n", to: "posts/one.md")
      let service = try ServiceProcess(workspace)
      try service.wait(for: "READY=1")
      try service.wait(for: "3 events")
      try write("baseURL = 'https://x.example/'\ncascade = {draft = true}\n", to: "hugo.toml")
      try service.wait(for: "2 events")
      try write("baseURL = \n", to: "hugo.toml")
      try service.wait(for: "hugo.toml:1: the configuration of the site")
      try write("baseURL = 'https://x.example/'\n", to: "hugo.toml")
      try service.wait(for: "3 events")
      try workspace.write("---\ncascade:\n  draft: true\n---\n", to: "posts/_index.md")
      try service.wait(for: "2 events")
      #expect(try workspace.runBinary("status").status == 0)
    }

    // Limits of a namespace of its own stand for those of the system.
    private static func limiting(_ setting: String, to count: Int) -> [String] {
      let script = "echo \(count) > /proc/sys/user/\(setting) && exec \"$0\" \"$@\""
      return ["unshare", "--user", "--map-root-user", "sh", "-c", script]
    }

    private static var canLimit: Bool {
      (try? FeedgenProcess.run(command: limiting("max_inotify_watches", to: 1) + ["true"], in: "/"))?.status
        == 0
    }

    @Test(
      "finds everything where the kernel refuses notifications, and says once which setting to raise",
      .enabled("namespaces of users are not allowed here", { canLimit }),
      arguments: [
        ("max_inotify_watches", 2, "fs.inotify.max_user_watches"),
        ("max_inotify_instances", 0, "fs.inotify.max_user_instances"),
      ])
    func refusedNotices(setting: String, limit: Int, advice: String) throws {
      let service = try ServiceProcess(
        workspace, "--interval", "0.1", through: Self.limiting(setting, to: limit))
      try service.wait(for: "READY=1")
      try service.wait(for: "2 events")
      try workspace.write(page)
      try service.wait(for: "3 events")
      #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
      #expect(service.errors.split(separator: advice).count == 2, "\(service.errors)")
      #expect(service.errors.contains("warning"))
      let status = try ServiceStatus.read(from: workspace.configuration.state)
      #expect(status?.hasNotices == false)
    }

    @Test("reads its configuration again when told, and keeps the old one when the new is bad")
    func reload() throws {
      try write(#"{"site": {"title": "First"}, "watch": {"interval": 0.1}}"#, to: "config.json")
      let service = try ServiceProcess(workspace)
      try service.wait(for: "READY=1")
      try write(#"{"site": {"titel": "Second"}}"#, to: "config.json")
      service.signal(SIGHUP)
      try service.wait(for: "RELOADING=1")
      try service.wait(for: "site.titel")
      let status = try ServiceStatus.read(from: workspace.configuration.state)
      #expect(status?.errors.first?.contains("site.titel") == true)
      #expect(try workspace.output().text("all.atom")?.contains("<title>First</title>") == true)
      try write(#"{"site": {"title": "Third"}, "watch": {"interval": 0.1}}"#, to: "config.json")
      service.signal(SIGHUP)
      try service.wait(for: "RELOADING=1")
      try service.wait(for: "2 events")
      #expect(try workspace.output().text("all.atom")?.contains("<title>Third</title>") == true)
      #expect(try workspace.runBinary("status").status == 0)
    }

    @Test("killed at any moment, and started again, leaves the tree of a full run", arguments: [1, 2, 3])
    func killed(seed: Int) async throws {
      var archive = RandomArchive(seed: 700 + seed)
      for round in 1...4 {
        let service = try ServiceProcess(workspace, "--interval", "0.1")
        if round.isMultiple(of: 2) { try service.wait(for: "READY=1") }
        for operation in archive.additions(4) + (round > 1 ? archive.step() : []) {
          switch operation {
          case .write(let path, let text): try workspace.write(text, to: path)
          case .remove(let path): try workspace.remove(path)
          }
        }
        service.signal(SIGKILL)
        #expect(service.end() == -SIGKILL)
      }
      let service = try ServiceProcess(workspace, "--interval", "0.1")
      try workspace.write(ArchivePage(day: "2018/03/1", title: "The last of all events"))
      try service.wait(for: "READY=1")
      // Files that were stable at the start come first; the file written last is published alone, at the end.
      try await eventually {
        if try workspace.output().text("all.atom")?.contains("The last of all events") == true { return true }
        try service.waitForMore()
        return false
      }
      service.signal(SIGTERM)
      #expect(service.end() == 0)
      try workspace.run()
      #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
    }

    @Test("writes its log as JSON objects, a batch a line, with the time each stage took")
    func jsonLog() throws {
      let service = try ServiceProcess(workspace, "--interval", "0.1", "--log-format", "json")
      try service.wait(for: "READY=1")
      try service.wait(for: "2 events")
      service.signal(SIGTERM)
      #expect(service.end() == 0)
      let lines = service.errors.split(separator: "\n").compactMap {
        try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      }
      #expect(lines.count == service.errors.split(separator: "\n").count)
      let batches = lines.filter { $0["new"] != nil }
      #expect(batches.reduce(0) { $0 + ($1["new"] as? Int ?? 0) } == 2)
      let batch = try #require(batches.last)
      #expect(batch["level"] as? String == "info")
      #expect((batch["written"] as? Int ?? 0) > 0)
      #expect(batch.keys.contains("ms read and parsed"))
    }

    @Test(
      "refuses an interval without --watch, and one that is none",
      arguments: [["--interval", "1"], ["--watch", "--interval", "0"]])
    func arguments(arguments: [String]) throws {
      let outcome = try FeedgenProcess.run(arguments + workspace.options, in: workspace.directory.path)
      #expect(outcome.status == ExitStatus.usage.rawValue)
      #expect(outcome.errors.contains("--interval"))
    }
  }
#endif
