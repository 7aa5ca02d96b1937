#if ObjectStorage
  import Foundation
  import Primitives
  import TestSupport
  import Testing

  @testable import Publishing

  @Suite("A store that fails")
  struct ObjectStoreTests {
    private let stub: StoreStub
    private let quick = RetryPolicy(attempts: 4, firstWait: .milliseconds(1), timeout: .seconds(600))

    init() async throws { stub = try await StoreStub() }

    // Fails the first requests.
    private func failFirst(_ count: Int, _ fault: StoreStub.Fault) {
      let left = Countdown(count)
      stub.fail { _ in left.takeOne() ? fault : nil }
    }

    @Test(
      "for a while is asked again until it answers",
      arguments: [
        .status(500, code: "InternalError"), .status(503, code: "SlowDown"), .status(502, code: ""),
        .status(504, code: ""), .status(429, code: "", fields: [("Retry-After", "0")]),
        .status(400, code: "RequestTimeout"), .cut,
      ] as [StoreStub.Fault])
    func temporary(fault: StoreStub.Fault) async throws {
      failFirst(3, fault)
      _ = try await stub.store().put(Array("a".utf8), to: "x", fields: [], quick)
      #expect(stub["x"]?.bytes == Data("a".utf8))
      #expect(stub.takeRequests().count == 4)
    }

    @Test("without an answer is asked again after the time limit")
    func silent() async throws {
      failFirst(1, .silence)
      // On a busy machine, further answers may be late.
      let policy = RetryPolicy(attempts: 10, firstWait: .milliseconds(1), timeout: .seconds(1))
      #expect(try await stub.store().head("x", policy) == nil)
    }

    @Test("for good ends in an error that says what to do")
    func lasting() async throws {
      stub.fail { _ in .status(503, code: "SlowDown") }
      let error = await #expect(throws: PublishingError.self) {
        try await stub.store().put([1], to: "feeds/x", fields: [], quick)
      }
      #expect(
        error?.isUnavailable("s3://news/feeds/x", stub.url, "SlowDown", "4 attempts", "run again") == true)
      #expect(stub.takeRequests().count == 4)
    }

    @Test("and asks for a longer wait than a build has, is not waited for")
    func longWait() async throws {
      stub.fail { _ in .status(503, code: "SlowDown", fields: [("Retry-After", "3600")]) }
      await #expect(throws: PublishingError.self) { try await stub.store().head("x", quick) }
      #expect(stub.takeRequests().count == 1)
    }

    @Test("by a clock that is wrong, says by how much", arguments: [(-312, "ahead of"), (312, "behind")])
    func skew(seconds: Int, direction: String) async throws {
      stub.fail { _ in
        .status(
          403, code: "RequestTimeTooSkewed", fields: [("Date", HTTPDate.text(UnixTime.now + seconds))])
      }
      let error = await #expect(throws: PublishingError.self) { try await stub.store().head("x") }
      #expect(error?.isConfiguration("5 minutes", direction, "set the clock") == true, "\(error as Any)")
    }

    @Test(
      "by the region, names the right one",
      arguments: [
        .status(301, code: "PermanentRedirect", fields: [("x-amz-bucket-region", "eu-west-1")]),
        .status(400, code: "AuthorizationHeaderMalformed", body: "<Region>eu-west-1</Region>"),
      ] as [StoreStub.Fault])
    func region(fault: StoreStub.Fault) async throws {
      stub.fail { _ in fault }
      let error = await #expect(throws: PublishingError.self) { try await stub.store().head("x") }
      #expect(error?.isConfiguration("\"eu-west-1\"", "\"eu-central-1\"", "s3.region") == true)
    }

    @Test(
      "by what it refuses, says why",
      arguments: [
        ("InvalidAccessKeyId", 403, "does not accept the credentials"),
        ("ExpiredToken", 400, "have expired"), ("AccessDenied", 403, "s3:ListBucket"),
        ("NoSuchBucket", 404, "there is no bucket"), ("NotImplemented", 501, "refuses to list"),
      ])
    func refusal(code: String, status: Int, words: String) async throws {
      stub.fail { _ in .status(status, code: code) }
      let error = await #expect(throws: PublishingError.self) { try await stub.store().list(.top) }
      #expect(
        error?.isConfiguration(words, "AWS_ACCESS_KEY_ID") == true || error?.isConfiguration(words) == true)
      #expect(error?.description.contains(StoreStub.secretKey) == false)
    }

    @Test("by credentials that have expired, gets those that the file has by now")
    func expiry() async throws {
      let home = try TemporaryDirectory()
      func write(_ key: String) throws {
        try home.write(
          "[default]\naws_access_key_id = \(key)\naws_secret_access_key = x\n", to: ".aws/credentials")
      }
      try write("OLDKEY")
      let store = try stub.store(environment: ["HOME": home.path])
      #expect(try await store.head("x") == nil)
      stub.fail { request in
        request.fields["authorization"]?.contains("OLDKEY") == true
          ? .status(400, code: "ExpiredToken") : nil
      }
      await #expect(throws: PublishingError.self) { try await store.head("x") }
      try write("NEWKEY")
      #expect(try await store.head("x") == nil)
    }

    @Test("not: listings of any length, and deletions of any number")
    func pages() async throws {
      let store = try stub.store()
      stub.pageSize = 7
      var objects: [String: StoreStub.Object] = ["feedsx": .init(""), "other/all.atom": .init("")]
      for number in 0..<2500 { objects["feeds/tag/a&<\(number)>+ é.atom"] = .init("\(number)") }
      for name in ["all.atom", "index.html"] { objects["feeds/" + name] = .init(name) }
      stub.objects = objects
      let top = try await store.list(.top)
      #expect(top.objects.map(\.path) == ["all.atom", "index.html"] && top.folders == ["tag"])
      stub.pageSize = 1000
      let listed = try await store.list(.folder("tag")).objects.map(\.path)
      #expect(Set(listed) == Set((0..<2500).map { "tag/a&<\($0)>+ é.atom" }))
      _ = stub.takeRequests()
      try await store.delete(listed)
      #expect(stub.takeRequests().count == 3)
      #expect(Set(stub.objects.keys) == ["feedsx", "other/all.atom", "feeds/all.atom", "feeds/index.html"])
    }
  }
#endif
