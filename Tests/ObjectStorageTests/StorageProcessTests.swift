#if ObjectStorage
  import Foundation
  import Primitives
  import TestSupport
  import Testing
  import WorkspaceSupport

  @testable import Publishing

  @Suite("feedgen with object storage")
  struct StorageProcessTests {
    private let stub: StoreStub
    private let workspace: Workspace

    init() async throws {
      stub = try await StoreStub()
      workspace = try Self.workspace(stub)
    }

    private static func workspace(_ stub: StoreStub) throws -> Workspace {
      let workspace = try Workspace(
        ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in Egypt"),
        ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Norland"))
      workspace.publish(to: stub)
      return workspace
    }

    // A run with the address of the store in the environment, which no option names.
    private func run(
      _ arguments: String..., in other: Workspace? = nil, with environment: [String] = []
    ) async throws -> FeedgenProcess.Outcome {
      let workspace = other ?? workspace
      let (options, directory) = (arguments + workspace.options, workspace.directory.path)
      let command = ["env"] + environment + ["AWS_ENDPOINT_URL_S3=\(stub.url)"]
      return try await OwnThread.run {
        try FeedgenProcess.run(options, in: directory, through: command)
      }
    }

    private func expectNoSecret(_ outcome: FeedgenProcess.Outcome) {
      #expect(!(outcome.output + outcome.errors).contains(StoreStub.secretKey))
    }

    @Test func `publishes, and all commands cope with it`() async throws {
      let outcome = try await run()
      #expect(outcome.status == 0 && !outcome.errors.contains("s3:"), "\(outcome)")
      #expect(Workspace.differences(stub.documents, try workspace.fullOutput()) == [])
      let list = try await run("list", "egypt")
      #expect(list.status == 0 && list.output.contains("s3://news/feeds/country/egypt.atom"))
      let config = try await run("config")
      #expect(config.output.contains("s3://news/feeds"))
      expectNoSecret(config)
      #expect(try await run("check").status == 0)
      #expect(try await run("status").status == 1)
      let backup = workspace.directory.path("backup")
      #expect(try await run("backup", backup).status == 0)
      #expect(!FileManager.default.fileExists(atPath: workspace.directory.path("s3:")))
      // The owner is in the backup.
      try FileManager.default.removeItem(atPath: workspace.configuration.state)
      #expect(try await run("restore", backup).status == 0)
      #expect(try await run("--full").status == 0)
    }

    @Test func `without credentials names the places of credentials`() async throws {
      let outcome = try await run(
        with: ["-u", "AWS_ACCESS_KEY_ID", "-u", "AWS_SECRET_ACCESS_KEY", "HOME=\(workspace.directory.path)"])
      #expect(outcome.status == 78 && outcome.errors.contains(".aws/credentials"), "\(outcome)")
    }

    @Test(
      "with a malformed URL says what is wrong", arguments: ["s3:/news", "s3://N_ews/x", "s3://news/a//b"])
    func malformed(url: String) async throws {
      workspace.configuration.output = url
      let outcome = try await run()
      #expect(outcome.status == 78 && outcome.errors.contains("write s3://BUCKET"), "\(outcome)")
    }

    @Test func `with a bucket that is not there says so`() async throws {
      workspace.configuration.output = "s3://no-bucket/feeds"
      let outcome = try await run()
      #expect(
        outcome.status == 78 && outcome.errors.contains("there is no bucket \"no-bucket\""), "\(outcome)")
    }

    @Test(
      "with a refusal says why, and ends with status 78",
      arguments: [
        ("InvalidAccessKeyId", "does not accept the credentials of AWS_ACCESS_KEY_ID"),
        ("ExpiredToken", "have expired"), ("RequestTimeTooSkewed", "the clock of this machine"),
        ("AuthorizationHeaderMalformed", "set \"s3.region\" to \"eu-west-9\""),
      ])
    func refusals(code: String, words: String) async throws {
      stub.fail { _ in
        .status(
          403, code: code, body: "<Region>eu-west-9</Region>",
          fields: [("Date", "Sun, 06 Nov 1994 08:49:37 GMT")])
      }
      let outcome = try await run()
      #expect(outcome.status == 78 && outcome.errors.contains(words), "\(outcome)")
      expectNoSecret(outcome)
      #expect(stub.objects.isEmpty)
      stub.recover()
      #expect(try await run().status == 0)
    }

    @Test func `while the store does not answer ends with status 69, and the next run does the rest`()
      async throws
    {
      stub.fail { $0.key.contains("entity/") ? .status(503, code: "SlowDown") : nil }
      let outcome = try await run()
      #expect(outcome.status == 69 && outcome.errors.contains("SlowDown"), "\(outcome)")
      #expect(stub["feeds/catalogue.json"] == nil)
      stub.recover()
      #expect(try await run().status == 0)
      #expect(Workspace.differences(stub.documents, try workspace.fullOutput()) == [])
    }

    @Test func `of two indexes for one place, the second is refused until it takes over`() async throws {
      #expect(try await run().status == 0)
      let before = stub.objects
      let other = try Self.workspace(stub)
      try other.write(ArchivePage(day: "2014/1/4", title: "Ferries of Norland sail again"))
      let refused = try await run(in: other)
      #expect(refused.status == 78 && refused.errors.contains("feedgen --take-over"), "\(refused)")
      #expect(stub.objects == before)
      let accepted = try await run("--take-over", in: other)
      #expect(accepted.status == 0, "\(accepted)")
      #expect(Workspace.differences(stub.documents, try other.fullOutput()) == [])
      try workspace.write(ArchivePage(day: "2014/1/5", title: "Rain in Norland"))
      #expect(try await run().status == 78)
    }

    @Test func `publishes the feeds in other languages to folders, each with an owner`() async throws {
      let site = try Workspace()
      site.publish(to: stub)
      try site.write("baseURL = \"https://quill.example/\"\n", to: "hugo.toml")
      for (name, title) in [("fog", "Fog"), ("fog.de", "Nebel")] {
        try site.write(
          "+++\ntitle = \"\(title)\"\ndate = 2024-05-01\ntags = [\"\(title)\"]\n+++\nA text.\n",
          to: "content/posts/\(name).md")
      }
      let languages = ["--set", "frontMatter.languages=en,de"]
      for _ in 1...2 {
        let outcome = try FeedgenProcess.run(
          languages + site.options, in: site.directory.path,
          through: ["env", "AWS_ENDPOINT_URL_S3=\(stub.url)"])
        #expect(outcome.status == 0, "\(outcome)")
        for path in ["catalogue.json", "tag/fog.atom", "de/catalogue.json", "de/tag/nebel.atom"] {
          #expect(stub.documents[path] != nil, "\(path) \(stub.documents.keys.sorted())")
        }
      }
      let owners = ["feeds/catalogue.json", "feeds/de/catalogue.json"].map {
        stub[$0]?.fields["x-amz-meta-feedgen-owner"]
      }
      #expect(owners[0] != nil && owners[1] != nil && owners[0] != owners[1])
    }

    @Test func `with a store that ignores conditions warns`() async throws {
      stub.ignoresConditions = true
      let outcome = try await run()
      #expect(outcome.status == 0 && outcome.errors.contains("ignores conditions of puts"), "\(outcome)")
    }

    #if os(Linux)
      @Test func `a service says what is wrong, and goes on when the store is back`() async throws {
        let service = try ServiceProcess(
          workspace, "--interval", "0.2", "--serve", "--port", "0", "--set", "serve.requestTimeout=600",
          "--set", "serve.idleTimeout=600",
          through: ["env", "AWS_ENDPOINT_URL_S3=\(stub.url)"])
        try service.wait(for: "2 events in")
        #expect(try await run("status").status == 0)
        stub.fail { _ in .status(403, code: "ExpiredToken") }
        try workspace.write(ArchivePage(day: "2014/1/5", title: "Rain in Norland"))
        try service.wait(for: "have expired")
        let status = try await run("status")
        #expect(status.status == 1 && status.output.contains("have expired"), "\(status)")
        expectNoSecret(status)
        let port = try #require(
          service.errors.firstMatch(of: /at http:\/\/127\.0\.0\.1:(\d+)\//).flatMap { Int($0.output.1) })
        let health = try await HTTPConnection(port: port).ask("GET", "/healthz")
        #expect(health.status == 503 && health.text.contains("have expired"))
        stub.recover()
        try service.wait(for: "3 events in")
        try await eventually { try await run("status").status == 0 }
        let feed = try await HTTPConnection(port: port).ask("GET", "/all.atom")
        #expect(feed.status == 200 && feed.text.contains("Rain in Norland"))
        service.signal(SIGTERM)
        #expect(service.end() == 0)
        #expect(Workspace.differences(stub.documents, try workspace.fullOutput(now: .now)) == [])
      }
    #endif
  }
#endif
