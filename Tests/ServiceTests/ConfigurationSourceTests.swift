import Foundation
import TestSupport
import Testing

@testable import Service

@Suite("The sources of the configuration")
struct ConfigurationSourceTests {
  private typealias Option = ConfigurationReader.Option

  private static func set(_ key: String, _ text: String) -> Option {
    Option(name: "--set \(key)", key: key, text: text)
  }

  // The text by which a variable or an option gives a value.
  private static func text(_ value: JSONValue) -> String {
    guard case .string(let text) = value else { return value.json }
    return text
  }

  private static let configured = #"""
    {"content": "/in", "format": "events", "output": "/out", "state": "/known",
     "index": "postgresql://quill@db.example/kestrel#feeds", "baseURL": "https://feeds.example/a/",
     "authority": "feeds.example",
     "s3": {"endpoint": "https://store.example", "region": "eu-west-1", "pathStyle": false, "mostRemoved": 0.5},
     "site": {"title": "Kestrel, \"News\"", "author": "Orrin", "rights": "© Quill", "license": "https://licences.example/x",
     "language": "pt-BR", "country": "GB", "pages": "topics", "pagesURL": "https://pages.example", "pageExtension": "/",
     "pictures": "media", "timeZone": "Asia/Tokyo", "future": "publish"},
     "frontMatter": {"include": ["a,b/**", "c"], "exclude": ["d"], "permalinks": {"a": "/:slug/"},
     "taxonomies": {"ship": "ships", "author": false}, "languages": ["en", "ja"], "split": {"author": ","},
     "drafts": "publish", "expired": "keep", "ids": "permalink", "content": "summary"},
     "formats": ["atom", "json"], "window": {"entries": 7, "hours": 9}, "archives": true, "countries": "about",
     "topics": [{"name": "War, and peace", "match": "text:war OR text:peace"}],
     "classification": {"mentions": false, "discover": false, "words": "feeds", "minimumEvents": 2,
     "aliases": {"Sudhaven Port": "Sudhaven", "Brynmoor": null}, "disputed": {"Crimea": ["UA"]}},
     "watch": {"interval": 1.5, "settle": 2, "sweep": 3, "notify": false, "ignore": ["drafts/", "*.draft.md"]},
     "serve": {"host": "::1", "port": 9, "socket": "/run/s", "accessLog": "/var/log/a", "accessLogFormat": "json", "connections": 1, "requestTimeout": 0.5, "idleTimeout": 2, "sendTimeout": 3,
     "headerBytes": 2048, "maxAge": 4, "cacheMegabytes": 5, "drain": 6},
     "webSub": {"hubs": ["https://hub.example/"], "serve": true, "subscriptions": 1, "lease": 2, "batch": 3,
     "timeout": 4, "allowPrivateCallbacks": true},
     "purge": [{"type": "http", "url": "http://127.0.0.1:6081", "method": "BAN"},
     {"type": "cloudflare", "zone": "023e", "tokenFile": "/run/secrets/cloudflare", "limit": 7}]}
    """#

  private static func sample() throws -> Configuration {
    let directory = try TemporaryDirectory()
    try directory.write(configured, to: "config.json")
    return try ConfigurationReader.read(file: directory.path("config.json"))
  }

  @Test func `give every key the same value in the file, in a variable and in an option`() throws {
    let sample = try Self.sample()
    #expect(sample.origins.count == ConfigurationKey.all.count, "the sample sets every key")
    let texts = ConfigurationKey.all.map { ($0, Self.text($0.value(sample))) }
    let variables = Dictionary(uniqueKeysWithValues: texts.map { ($0.0.variable, $0.1) })
    var configurations = [
      try ConfigurationReader.read(file: nil, environment: variables),
      try ConfigurationReader.read(file: nil, options: texts.map { Self.set($0.0.name, $0.1) }),
    ]
    for index in configurations.indices {
      #expect(configurations[index].origins.count == ConfigurationKey.all.count)
      configurations[index].origins = sample.origins
      #expect(configurations[index] == sample)
    }
    for key in ConfigurationKey.all {
      #expect(key.value(sample) != key.value(Configuration()), "the sample has the default of \(key.name)")
    }
  }

  @Test(arguments: ConfigurationKey.all.map(\.name)) func `replace a value by itself`(name: String) throws {
    let key = try #require(ConfigurationKey.byName[name])
    // Objects and lists are replaced, and do not grow.
    var sample = try Self.sample()
    let value = key.value(sample)
    #expect(key.apply(value, to: &sample) == nil)
    #expect(key.value(sample) == value)
  }

  @Test(arguments: ConfigurationKey.all.filter { $0.value(Configuration()) != .null }.map(\.name))
  func `read the default of a key as its default`(name: String) throws {
    let key = try #require(ConfigurationKey.byName[name])
    var configuration = try ConfigurationReader.read(
      file: nil, options: [Self.set(name, Self.text(key.value(Configuration())))])
    configuration.origins = [:]
    #expect(configuration == Configuration())
  }

  @Test func `rank options above variables, variables above the file, and the file above defaults`() throws {
    let directory = try TemporaryDirectory()
    try directory.write(
      "{\n\"serve\": {\"port\": 1, \"drain\": 1},\n\"site\": {\"title\": \"A\"}}", to: "c.json")
    let file = directory.path("c.json")
    let environment = [
      "FEEDGEN_SERVE_PORT": "2", "FEEDGEN_SERVE_DRAIN": "2", "FEEDGEN_SITE_TITLE": "", "PATH": "x",
    ]
    let configuration = try ConfigurationReader.read(
      file: file, environment: environment, options: [Option(name: "--port", key: "serve.port", text: "3")])
    #expect((configuration.serve.port, configuration.serve.drain, configuration.title) == (3, 2, "A"))
    #expect(
      configuration.origins == [
        "serve.port": .option("--port"), "serve.drain": .variable("FEEDGEN_SERVE_DRAIN"),
        "site.title": .file(path: file, line: 3),
      ])
  }

  @Test func `take relative paths from the directory of the file, or from the working directory`() throws {
    let directory = try TemporaryDirectory()
    try directory.write(#"{"content": "in", "output": "/out"}"#, to: "config.json")
    let configuration = try ConfigurationReader.read(
      file: directory.path("config.json"), environment: ["FEEDGEN_STATE": "known"])
    #expect(configuration.content == directory.path("in"))
    #expect((configuration.output, configuration.state) == ("/out", "known"))
  }

  @Test func `read lists with commas, and lists and objects in JSON`() throws {
    let configuration = try ConfigurationReader.read(
      file: nil,
      environment: [
        "FEEDGEN_FORMATS": " json, atom,", "FEEDGEN_WATCH_IGNORE": #"["a,b.md"]"#,
        "FEEDGEN_FRONT_MATTER_PERMALINKS": "/:year/:slug/",
        "FEEDGEN_CLASSIFICATION_ALIASES": #"{"Sudhaven Port": "Sudhaven"}"#,
      ])
    #expect(configuration.formats == [.atom, .json])
    #expect(configuration.ignore.patterns == ["a,b.md"])
    #expect(configuration.posts.permalinks == ["": "/:year/:slug/"])
    #expect(configuration.aliases == ["Sudhaven Port": "Sudhaven"])
  }

  @Test func `report the faults of all sources at once, each with its place`() throws {
    let directory = try TemporaryDirectory()
    try directory.write("{\n\"ouput\": \"x\"}", to: "config.json")
    let file = directory.path("config.json")
    let error = try #require(throws: ConfigurationError.self) {
      try ConfigurationReader.read(
        file: file,
        environment: [
          "FEEDGEN_SERVE_PORT": "many", "FEEDGEN_SERVE_PRT": "1", "FEEDGEN_TOPICS": #"[{"name": "x",}]"#,
          "FEEDGEN_ARCHIVES": "yes",
        ],
        options: [
          Self.set("window.entires", "5"), Self.set("output", "$HOME/feeds"), Self.set("serve.port", "1"),
          Option(name: "--port", key: "serve.port", text: "2"),
        ])
    }
    let parts = [
      [file + ":2: ", "\"output\"?"], ["FEEDGEN_ARCHIVES=yes: ", "true or false"],
      ["FEEDGEN_SERVE_PORT=many: ", "from 0 to 65535"],
      ["FEEDGEN_SERVE_PRT: ", "did you mean FEEDGEN_SERVE_PORT?"], ["FEEDGEN_TOPICS=", "column 15"],
      ["--set window.entires=5: ", "\"window.entries\"?"], ["--set output=$HOME/feeds: ", "variable"],
      ["--port 2: ", "also by --set serve.port"],
    ]
    #expect(error.lines.count == parts.count, "\(error.lines)")
    for (line, parts) in zip(error.lines, parts) {
      for part in parts { #expect(line.contains(part), "\(line)") }
    }
  }

  @Test(
    arguments: [
      ("FEEDGEN_CONFIG", "x"), ("FEEDGEN_TOKEN", "x"), ("FEEDGEN_TEST_SEEDS", "9"),
      // What Kubernetes sets for services with the names feedgen, feedgen-web and feedgen-serve.
      ("FEEDGEN_SERVICE_HOST", "10.0.0.1"), ("FEEDGEN_SERVICE_PORT", "80"),
      ("FEEDGEN_SERVICE_PORT_HTTP", "80"), ("FEEDGEN_PORT", "tcp://10.0.0.1:80"),
      ("FEEDGEN_PORT_8080_TCP", "tcp://10.0.0.1:80"), ("FEEDGEN_PORT_8080_TCP_ADDR", "10.0.0.1"),
      ("FEEDGEN_WEB_SERVICE_HOST", "10.0.0.1"), ("FEEDGEN_WEB_PORT", "tcp://10.0.0.1:80"),
      ("FEEDGEN_WEB_PORT_80_TCP_PROTO", "tcp"), ("FEEDGEN_SERVE_PORT", "tcp://10.0.0.1:80"),
    ])
  func `leave variables of other use`(name: String, value: String) throws {
    #expect(try ConfigurationReader.read(file: nil, environment: [name: value]) == Configuration())
  }

  @Test(
    arguments: [
      ("FEEDGEN_PORT", "FEEDGEN_SERVE_PORT"), ("FEEDGEN_HOST", "FEEDGEN_SERVE_HOST"),
      ("FEEDGEN_TITLE", "FEEDGEN_SITE_TITLE"), ("FEEDGEN_TOKENS", "FEEDGEN_TOKEN"),
      ("FEEDGEN_token", "FEEDGEN_TOKEN"), ("FEEDGEN_BASEURL", "FEEDGEN_BASE_URL"),
      ("FEEDGEN_ABCDEFGHIJKLMNOPQRSTUVWXYZ", "feedgen-config(5)"),
    ])
  func `suggest the variable that was meant, and do not print a value that may be a secret`(
    name: String, suggestion: String
  ) throws {
    let error = try #require(throws: ConfigurationError.self) {
      try ConfigurationReader.read(file: nil, environment: [name: "9s3cret9"])
    }
    #expect(error.description.hasPrefix(name + ": "))
    #expect(error.description.contains(suggestion) && !error.description.contains("9s3cret9"))
  }

  @Test(
    arguments: [
      ("baseURL", "https://quill:9s3cret9@feeds.example/"),
      ("webSub.hubs", "https://quill:9s3cret9@hub.example/"),
      ("topics", String(repeating: "9s3cret9 ", count: 100_000)),
    ])
  func `print neither passwords of addresses nor long values in errors`(key: String, text: String) throws {
    let error = try #require(throws: ConfigurationError.self) {
      try ConfigurationReader.read(file: nil, options: [Self.set(key, text)])
    }
    #expect(!error.description.contains("quill:9s3cret9") && error.description.count < 1_000, "\(error)")
  }

  @Test(arguments: ConfigurationKey.all.map(\.name))
  func `take what is printed of a value for the value`(name: String) throws {
    let key = try #require(ConfigurationKey.byName[name])
    for configuration in [Configuration(), try Self.sample()] {
      let printed = key.value(configuration)
      let read = try ConfigurationReader.read(file: nil, options: [Self.set(name, printed.json)])
      #expect(key.value(read) == printed)
    }
  }

  @Test(
    arguments: [
      ("watch.ignore", "[ab]*.md, x.md", #"["[ab]*.md", "x.md"]"#),
      ("watch.ignore", "a.md,\n", #"["a.md"]"#),
      ("frontMatter.permalinks", "{{ page.date }}/x/", #""{{ page.date }}/x/""#),
      ("site.title", #"Quill's "Kestrel" and "Orrin""#, #""Quill's \"Kestrel\" and \"Orrin\"""#),
      ("site.title", #""Quill" and "Orrin""#, #""\"Quill\" and \"Orrin\"""#),
      ("site.pageExtension", #""""#, #""""#), ("serve.port", " 9000\n", "9000"),
    ])
  func `read texts that look like JSON as they are meant`(name: String, text: String, value: String) throws {
    let read = try ConfigurationReader.read(file: nil, options: [Self.set(name, text)])
    #expect(ConfigurationKey.byName[name]?.value(read).json == value)
  }

  @Test func `name the line of a fault in JSON, the wrong element of a list, and the members of an object`()
    throws
  {
    let error = try #require(throws: ConfigurationError.self) {
      try ConfigurationReader.read(
        file: nil,
        options: [
          Self.set("classification.aliases", "{\n \"a\": \"b\",\n \"B\" 1}"), Self.set("formats", "atom,RSS"),
          Self.set("serve", "1"), Self.set("qqqqqqqqqq", "1"),
        ])
    }
    let parts = ["line 3, column 6", "\"RSS\" is in the list", "\"serve.host\"", "`feedgen config`"]
    #expect(error.lines.count == parts.count)
    for (line, part) in zip(error.lines, parts) { #expect(line.contains(part), "\(line)") }
  }

  @Test func `start default paths beside a file, and at the working directory without one`() throws {
    let directory = try TemporaryDirectory()
    try directory.write("{}", to: "config.json")
    #expect(
      try ConfigurationReader.read(file: directory.path("config.json")).state == directory.path(".state"))
    #expect(try ConfigurationReader.read(file: nil).state == ".state")
  }

  @Test func `name each key by another variable`() {
    #expect(ConfigurationKey.byVariable.count == ConfigurationKey.all.count)
    #expect(ConfigurationKey.byName["baseURL"]?.variable == "FEEDGEN_BASE_URL")
    #expect(ConfigurationKey.byName["site.pagesURL"]?.variable == "FEEDGEN_SITE_PAGES_URL")
    #expect(
      ConfigurationKey.byName["webSub.allowPrivateCallbacks"]?.variable
        == "FEEDGEN_WEB_SUB_ALLOW_PRIVATE_CALLBACKS")
  }

  @Test(arguments: [
    ("site.title", "a\u{1B}[2Jb"), ("content", "a\nb"), ("formats", "atom,\u{7}"),
    ("site.author", "O\u{FFFD}rrin"),
  ])
  func `have no control characters and no bytes that are not UTF-8`(name: String, text: String) throws {
    let error = try #require(throws: ConfigurationError.self) {
      try ConfigurationReader.read(file: nil, options: [Self.set(name, text)])
    }
    #expect(error.lines.contains { $0.contains("control character") || $0.contains("UTF-8") }, "\(error)")
    #expect(error.lines.allSatisfy { $0 == $0.printable })
  }

  @Test func `need an authority for an address of IPv6, whatever source it comes from`() throws {
    let error = try #require(throws: ConfigurationError.self) {
      try ConfigurationReader.read(file: nil, environment: ["FEEDGEN_BASE_URL": "http://[::1]:8080/"])
    }
    #expect(error.description.contains("FEEDGEN_BASE_URL: \"baseURL\" has an IPv6 address"))
  }
}
