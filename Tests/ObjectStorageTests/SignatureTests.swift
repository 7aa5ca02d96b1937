#if ObjectStorage
  import Foundation
  import Primitives
  import TestSupport
  import Testing

  @testable import Publishing

  @Suite("Signatures are those of botocore", .enabled(if: MotoServer.isInstalled, "moto is not installed"))
  struct SignatureTests {
    private let url: String
    private let bucket: String

    init() async throws {
      let server = try MotoServer.shared()
      (url, bucket) = (server.url, try await server.makeBucket())
    }

    private func store(
      secretKey: String = StoreStub.secretKey, token: String? = nil
    ) throws -> ObjectStore {
      var settings = ObjectStorageSettings()
      settings.endpoint = url
      var environment = ["AWS_ACCESS_KEY_ID": StoreStub.accessKey, "AWS_SECRET_ACCESS_KEY": secretKey]
      environment["AWS_SESSION_TOKEN"] = token
      return try ObjectStore(
        try ObjectLocation("s3://\(bucket)/of quill".replacing(" ", with: "-")), settings,
        environment: environment)
    }

    @Test(
      "of puts, reads, listings and deletions, for any key",
      arguments: ["all.atom", "tag/日本 é.html", "a+b&c=d~(e)'*!.json", "deep/er/x%2Fy"], [nil, "to/ken+="])
    func requests(path: String, token: String?) async throws {
      let store = try store(token: token)
      let key = store.key(of: path)
      let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      let fields = ObjectStorageOutput.fields(of: path, bytes, maxAge: 300)
      guard case .done(let tag?) = try await store.put(bytes, to: key, fields: fields, if: .isAbsent) else {
        Issue.record("the object was not put")
        return
      }
      #expect(tag == bytes.withUnsafeBytes { MD5Digest(of: $0) }.hexadecimal)
      let head = try #require(try await store.head(key))
      #expect(head.tag == tag && head.size == 100_000)
      #expect(head.metadata["feedgen-sha256"] == bytes.withUnsafeBytes { SHA256Digest(of: $0) }.hexadecimal)
      #expect(try await store.get(key).body == bytes)
      #expect(try await store.get(key, known: tag).status == 304)
      let folder =
        path.contains("/") ? ObjectStore.ListedPart.folder(String(path.prefix { $0 != "/" })) : .top
      #expect(try await store.list(folder).objects.map(\.path) == [path])
      #expect(try await store.list(folder).objects.map(\.stamp) == [head.stamp])
      guard case .refused = try await store.put(bytes, to: key, fields: fields, if: .hasTag("0")),
        case .done = try await store.put(bytes, to: key, fields: fields, if: .hasTag(tag))
      else {
        Issue.record("a condition is not observed")
        return
      }
      try await store.delete([path])
      #expect(try await store.head(key) == nil)
    }

    @Test("and a wrong secret is refused, by a message without it")
    func wrongSecret() async throws {
      let error = await #expect(throws: PublishingError.self) {
        try await store(secretKey: "another").head("x")
      }
      #expect(error?.isConfiguration("SignatureDoesNotMatch", "AWS_ACCESS_KEY_ID") == true)
      #expect(error?.description.contains("another") == false)
    }

    @Test("and a missing bucket is named")
    func missingBucket() async throws {
      var settings = ObjectStorageSettings()
      settings.endpoint = url
      let store = try ObjectStore(
        try ObjectLocation("s3://no-such-bucket"), settings,
        environment: [
          "AWS_ACCESS_KEY_ID": StoreStub.accessKey, "AWS_SECRET_ACCESS_KEY": StoreStub.secretKey,
        ])
      let error = await #expect(throws: PublishingError.self) {
        try await store.put([1], to: "x", fields: [])
      }
      #expect(error?.isConfiguration("there is no bucket \"no-such-bucket\"") == true)
    }
  }
#endif
