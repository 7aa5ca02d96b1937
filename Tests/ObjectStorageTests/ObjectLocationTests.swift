#if ObjectStorage
  import Testing

  @testable import Publishing

  @Suite("A place in object storage")
  struct ObjectLocationTests {
    @Test(
      "is a bucket and a prefix",
      arguments: [
        ("s3://news", "news", ""), ("s3://news/", "news", ""), ("s3://news.quill/a", "news.quill", "a/"),
        ("s3://n-1/a/b//", "n-1", "a/b/"), ("s3://123/é+&", "123", "é+&/"),
      ])
    func valid(url: String, bucket: String, prefix: String) throws {
      let location = try ObjectLocation(url)
      #expect((location.bucket, location.prefix) == (bucket, prefix))
      #expect(location.description == OutputLocation.normal(url))
      #expect(try ObjectLocation(location.description) == location)
    }

    @Test(
      "is refused with a reason when it is malformed",
      arguments: [
        ("s3:/news", "does not begin with s3://"), ("S3://news", "does not begin with s3://"),
        ("s3://", "no valid name of a bucket"), ("s3:///a", "no valid name"), ("s3://ab", "no valid name"),
        ("s3://News", "no valid name"), ("s3://news_1", "no valid name"), ("s3://-news", "no valid name"),
        ("s3://key:secret@news/a", "no valid name"), ("s3://news/a//b", "empty name"),
        ("s3://news/../a", ".."), ("s3://news/a?b", "?"), ("s3://news/a b", "blank"),
        ("s3://news/a%20b", "%"), ("s3://news/" + String(repeating: "a", count: 513), "512 bytes"),
      ])
    func malformed(url: String, reason: String) throws {
      #expect(OutputLocation.isObjectStorage(url))
      #expect(try #require(ObjectLocation.fault(of: url)).contains(reason))
      #expect(throws: PublishingError.self) { try ObjectLocation(url) }
    }

    @Test(
      "has an address in the store",
      arguments: [
        (nil, nil, "eu-west-1", "https://news.s3.eu-west-1.amazonaws.com/feeds/a%20b"),
        (nil, true, "eu-west-1", "https://s3.eu-west-1.amazonaws.com/news/feeds/a%20b"),
        (nil, nil, "cn-north-1", "https://news.s3.cn-north-1.amazonaws.com.cn/feeds/a%20b"),
        ("http://localhost:9000/", nil, "x", "http://localhost:9000/news/feeds/a%20b"),
        ("https://store.example.org/s3", nil, "x", "https://store.example.org/s3/news/feeds/a%20b"),
        ("https://store.example.org", false, "x", "https://news.store.example.org/feeds/a%20b"),
        ("http://[::1]:9000", false, "x", "http://[::1]:9000/news/feeds/a%20b"),
      ] as [(String?, Bool?, String, String)])
    func address(endpoint: String?, isPathStyle: Bool?, region: String, url: String) throws {
      var settings = ObjectStorageSettings()
      (settings.endpoint, settings.usesPathStyle) = (endpoint, isPathStyle)
      let store = try StoreEndpoint(settings, bucket: "news", region: region, environment: [:])
      #expect(store.url(key: "feeds/a b") == url)
      let query = store.url(key: "", query: ["prefix": "a/ü", "delete": "", "delimiter": "/"])
      #expect(query.hasSuffix("?delete=&delimiter=%2F&prefix=a%2F%C3%BC"))
    }

    @Test("takes the address of the environment, and keeps a password in it to itself")
    func environment() throws {
      let settings = ObjectStorageSettings()
      func endpoint(_ environment: [String: String]) throws -> StoreEndpoint {
        try StoreEndpoint(settings, bucket: "news", region: "x", environment: environment)
      }
      let both = ["AWS_ENDPOINT_URL": "http://a.example", "AWS_ENDPOINT_URL_S3": "http://b.example"]
      #expect(try endpoint(both).url(key: "k") == "http://b.example/news/k")
      #expect(try endpoint(["AWS_ENDPOINT_URL": "http://a.example"]).isExposed)
      #expect(try !endpoint(["AWS_ENDPOINT_URL": "http://127.0.0.1:1"]).isExposed)
      let error = #expect(throws: PublishingError.self) {
        try endpoint(["AWS_ENDPOINT_URL": "http://quill:s3cret@a.example"])
      }
      #expect(error?.isConfiguration("AWS_ENDPOINT_URL") == true)
      #expect(error?.description.contains("s3cret") == false)
    }
  }
#endif
