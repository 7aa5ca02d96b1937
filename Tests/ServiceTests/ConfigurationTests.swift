import Classification
import EventArchive
import Foundation
import Publishing
import TestSupport
import Testing

@testable import Service
@testable import WebSub

@Suite("The configuration")
struct ConfigurationTests {
  @Test("has a default for every key")
  func defaults() throws {
    let configuration = try read("{}")
    #expect(configuration == Configuration())
    #expect(
      (configuration.content, configuration.output, configuration.state) == ("content", "feeds", ".state"))
    #expect((configuration.windowEntries, configuration.minimumEvents) == (50, 1))
    #expect(configuration.mentions)
    #expect(configuration.aliases.isEmpty)
  }

  @Test("sets every key")
  func everyKey() throws {
    let configuration = try read(
      """
      {"content": "in", "output": "out", "state": "known", "baseURL": "https://feeds.example/a/",
       "authority": "feeds.example", "site": {"title": "T", "author": "A", "language": "pt-BR",
       "rights": "© A", "license": "https://licences.example/ü",
       "pagesURL": "https://pages.example", "pageExtension": "", "timeZone": "Asia/Tokyo", "future": "publish",
       "country": "gb"},
       "window": {"entries": 7, "hours": 9},
       "formats": ["json", "atom", "json"], "archives": true, "countries": "about",
       "topics": [{"name": "War", "match": "text:war"}],
       "classification": {"mentions": false, "minimumEvents": 2, "aliases": {"Sergei Shoigu": "Sergey Shoygu"},
       "disputed": {"Crimea": ["ua"]}}}
      """)
    var wanted = Configuration()
    (wanted.content, wanted.output, wanted.state) = ("in", "out", "known")
    (wanted.baseURL, wanted.authority) = ("https://feeds.example/a/", "feeds.example")
    (wanted.title, wanted.author, wanted.language) = ("T", "A", "pt-BR")
    (wanted.rights, wanted.license) = ("© A", "https://licences.example/%C3%BC")
    (wanted.pagesURL, wanted.pageExtension) = ("https://pages.example", "")
    (wanted.windowEntries, wanted.mentions, wanted.minimumEvents) = (7, false, 2)
    wanted.aliases = ["Sergei Shoigu": "Sergey Shoygu"]
    wanted.countries = CountrySettings(home: "GB", disputed: ["Crimea": ["UA"]])
    wanted.countryFeeds = .about
    (wanted.formats, wanted.windowHours, wanted.archives) = ([.atom, .json], 9, true)
    let expression = try TopicExpression("text:war", gazetteer: .standard)
    wanted.topics = [try #require(CombinedTopic(name: "War", expression: expression))]
    (wanted.timeZone, wanted.future) = (try #require(SiteTimeZone("Asia/Tokyo")), .publish)
    wanted.origins = configuration.origins
    #expect(configuration == wanted)
  }

  @Test(
    "names an unknown key, its value and the key that was meant",
    arguments: [
      (#"{"contnet": "x"}"#, "contnet", "\"x\"", "content"), (#"{"ouput": 5}"#, "ouput", "5", "output"),
      (#"{"baseUrl": true}"#, "baseUrl", "true", "baseURL"),
      (#"{"site": {"titel": "x"}}"#, "site.titel", "\"x\"", "site.title"),
      (#"{"window": {"entrys": 9}}"#, "window.entrys", "9", "window.entries"),
      (
        #"{"classification": {"minEvents": 2}}"#, "classification.minEvents", "2",
        "classification.minimumEvents"
      ),
      (#"{"mentions": false}"#, "mentions", "false", "classification.mentions"),
      (#"{"title": null}"#, "title", "null", "site.title"),
      (#"{"site": {"licence": "x"}}"#, "site.licence", "\"x\"", "site.license"),
    ])
  func unknownKey(json: String, key: String, value: String, nearest: String) throws {
    let faults = faults(json)
    #expect(faults.count == 1)
    for part in ["\"\(key)\"", value, "\"\(nearest)\""] {
      #expect(faults.first?.contains(part) == true, "\(part)")
    }
  }

  @Test(
    "takes what works, however it is written",
    arguments: [
      #"{"baseURL": "http://[::1]:8080/", "authority": "example.org"}"#,
      #"{"baseURL": "https://feeds.example/nachrichten-\u00fc/"}"#, #"{"serve": {"host": "::1"}}"#,
      #"{"serve": {"host": "localhost"}}"#, #"{"serve": {"host": "[::]"}}"#,
      #"{"site": {"timeZone": "CET"}}"#, #"{"site": {"pictures": "media"}}"#,
      #"{"site": {"pageExtension": "/"}}"#, #"{"site": {"pageExtension": ""}}"#,
      #"{"output": "my feeds/100%"}"#,
      #"{"topics": [{"name": "x", "match": "from:2014 to:2014"}]}"#,
      #"{"topics": [{"name": "x", "match": "(from:2014 OR text:a) to:2013"}]}"#,
      #"{"classification": {"aliases": {"A": "C", "B": "C", "nato": "NATO"}}}"#,
      #"{"watch": {"ignore": ["/news/2024/", "drafts/", "**/x", "*.md"]}}"#,
    ])
  func right(json: String) { #expect(faults(json) == []) }

  @Test("has the pages of events on this site, unless it names another one or the end of its addresses")
  func pages() {
    var configuration = Configuration()
    configuration.baseURL = "https://news.example/feeds/"
    #expect(configuration.site.pages == .all)
    #expect(configuration.site.pagesURL == "https://news.example/feeds")
    configuration.pageExtension = "/"
    #expect(configuration.site.pages == .topics)
    #expect(configuration.site.pagesURL == "https://news.example")
    configuration.pageExtension = ".html"
    configuration.pagesURL = "https://pages.example/"
    #expect(configuration.site.pages == .topics)
    #expect(configuration.site.pagesURL == "https://pages.example")
    configuration.pages = .none
    #expect(configuration.site.pages == .none)
  }

  @Test("encodes the path of its address, and takes its origin for that of pages on another site")
  func addresses() {
    var configuration = Configuration()
    configuration.pages = .topics
    configuration.baseURL = "http://[::1]:8080/feeds"
    configuration.authority = "example.org"
    #expect(configuration.site.baseURL == "http://[::1]:8080/feeds/")
    #expect(configuration.site.pagesURL == "http://[::1]:8080")
    configuration.baseURL = "https://feeds.example/"
    configuration.authority = nil
    #expect(configuration.site.pagesURL == "https://feeds.example")
    #expect(configuration.site.authority == "feeds.example")
  }

  @Test(
    "names a key whose value is wrong, the value, and what it should be",
    arguments: [
      (#"{"content": 5}"#, "content", "5", "path"), (#"{"state": ""}"#, "state", "\"\"", "path"),
      (#"{"baseURL": "ftp://x"}"#, "baseURL", "ftp://x", "http"),
      (#"{"baseURL": "http://x/a b"}"#, "baseURL", "http://x/a b", "http"),
      (#"{"authority": "A B"}"#, "authority", "A B", "domain"),
      (#"{"site": 3}"#, "site", "3", "object"), (#"{"site": {"title": " "}}"#, "site.title", "\" \"", "text"),
      (#"{"site": {"author": []}}"#, "site.author", "[…]", "text"),
      (#"{"site": {"rights": " "}}"#, "site.rights", "\" \"", "text"),
      (#"{"site": {"license": "CC BY-SA"}}"#, "site.license", "\"CC BY-SA\"", "space"),
      (#"{"site": {"license": "by-sa/4.0"}}"#, "site.license", "by-sa", "URL of a licence"),
      (#"{"site": {"license": true}}"#, "site.license", "true", "URL of a licence"),
      (
        #"{"site": {"pictures": "some"}}"#, "site.pictures", "\"some\"",
        "\"all\", \"media\", \"content\", \"none\""
      ),
      (#"{"site": {"pictures": true}}"#, "site.pictures", "true", "one of"),
      (#"{"site": {"language": "e"}}"#, "site.language", "\"e\"", "language tag"),
      (#"{"site": {"pagesURL": "/pages"}}"#, "site.pagesURL", "/pages", "http"),
      (#"{"baseURL": "https://feeds.example/?all"}"#, "baseURL", "/?all", "without"),
      (#"{"baseURL": "https://feeds.example/#news"}"#, "baseURL", "/#news", "without"),
      (#"{"baseURL": "https://me:secret@feeds.example/"}"#, "baseURL", "user", "without"),
      (#"{"baseURL": "https:///feeds"}"#, "baseURL", "https:///feeds", "host"),
      (#"{"baseURL": "https://.example/"}"#, "baseURL", "https://.example/", "host"),
      (#"{"baseURL": "https://a..example/"}"#, "baseURL", "https://a..example/", "host"),
      (#"{"baseURL": "https://feeds.example:99999/"}"#, "baseURL", ":99999", "http"),
      (#"{"baseURL": "https://feeds.example/a/../b"}"#, "baseURL", "/a/../b", "path"),
      (#"{"baseURL": "feeds.example"}"#, "baseURL", "\"feeds.example\"", "http"),
      (#"{"site": {"pagesURL": "https://pages.example/?p="}}"#, "site.pagesURL", "/?p=", "without"),
      (#"{"webSub": {"hubs": ["https://hub.example/#a"]}}"#, "webSub.hubs", "/#a", "fragments"),
      (#"{"webSub": {"hubs": ["https://hub.example/", 7]}}"#, "webSub.hubs", "7", "list of http"),
      (#"{"site": {"timeZone": "Europe/Berln"}}"#, "site.timeZone", "Berln", "\"Europe/Berlin\""),
      (#"{"site": {"timeZone": "tokyo"}}"#, "site.timeZone", "tokyo", "\"Asia/Tokyo\""),
      (#"{"site": {"timeZone": "GMT+5"}}"#, "site.timeZone", "GMT+5", "IANA"),
      (#"{"site": {"timeZone": 1}}"#, "site.timeZone", "1", "IANA"),
      (#"{"site": {"future": "later"}}"#, "site.future", "later", "\"hold\" or \"publish\""),
      (#"{"output": "$HOME/feeds"}"#, "output", "$HOME/feeds", "variable"),
      (#"{"output": "file:///srv/feeds"}"#, "output", "file:///srv/feeds", "URL"),
      (#"{"output": "%USERPROFILE%/feeds"}"#, "output", "%USERPROFILE%", "variable"),
      (#"{"state": "`pwd`/state"}"#, "state", "`pwd`", "backtick"),
      (#"{"content": " content"}"#, "content", "\" content\"", "blank"),
      (#"{"output": "feeds\u00a0"}"#, "output", "feeds", "blank"),
      (#"{"output": "C:\\feeds"}"#, "output", "C:", "drive"),
      (#"{"site": {"title": "\u200b"}}"#, "site.title", "\"", "can be seen"),
      (#"{"site": {"author": "\u00ad \u200e"}}"#, "site.author", "\"", "can be seen"),
      (##"{"site": {"pageExtension": "#x"}}"##, "site.pageExtension", "#x", "without #"),
      (#"{"site": {"pageExtension": "/../x"}}"#, "site.pageExtension", "/../x", "path"),
      (#"{"site": {"pageExtension": "<b>"}}"#, "site.pageExtension", "<b>", "no URL"),
      (#"{"site": {"timeZone": "Berlin"}}"#, "site.timeZone", "Berlin", "\"Europe/Berlin\""),
      (#"{"site": {"timeZone": "CEST"}}"#, "site.timeZone", "CEST", "\"Europe/Berlin\""),
      (#"{"site": {"timeZone": "GMT+2"}}"#, "site.timeZone", "GMT+2", "\"Europe/Berlin\""),
      (#"{"site": {"timeZone": "UTC-05:00"}}"#, "site.timeZone", "UTC-05:00", "\"America/New_York\""),
      (#"{"site": {"timeZone": "PST"}}"#, "site.timeZone", "PST", "\"America/Los_Angeles\""),
      (#"{"site": {"timeZone": "new york"}}"#, "site.timeZone", "new york", "\"America/New_York\""),
      (#"{"serve": {"host": "http://0.0.0.0"}}"#, "serve.host", "http://0.0.0.0", "without scheme"),
      (#"{"serve": {"host": "0.0.0.0:8080"}}"#, "serve.host", "0.0.0.0:8080", "serve.port"),
      (#"{"serve": {"host": "local host"}}"#, "serve.host", "local host", "interface"),
      (#"{"serve": {"accessLogFormat": "common"}}"#, "serve.accessLogFormat", "common", "\"combined\""),
      (#"{"serve": {"accessLog": "$HOME/access.log"}}"#, "serve.accessLog", "$HOME", "variable"),
      (#"{"serve": {"accessLog": true}}"#, "serve.accessLog", "true", "path"),
      (#"{"serve": {"socket": "http://localhost/"}}"#, "serve.socket", "http://", "URL"),
      (
        #"{"webSub": {"hubs": ["https://hub.example/", "https://hub.example/"]}}"#, "webSub.hubs",
        "hub.example", "twice"
      ),
      (
        #"{"webSub": {"hubs": ["https://hub.example", "HTTPS://Hub.Example:443/"]}}"#, "webSub.hubs",
        "Hub.Example", "remove one"
      ),
      (#"{"baseURL": "http://[::1]:8080/"}"#, "baseURL", "IPv6", "authority"),
      (#"{"baseURL": "http://feeds.example:0/"}"#, "baseURL", ":0", "port"),
      (#"{"topics": [{"name": "x", "match": "from:2014 to:2013"}]}"#, "topics", "column 6", "exchange"),
      (
        #"{"topics": [{"name": "x", "match": "text:a (from:2014-02 AND to:2014-01-31)"}]}"#, "topics",
        "\"x\"", "exchange"
      ),
      (
        #"{"classification": {"aliases": {"A": "B", "B": "A"}}}"#, "classification.aliases", "\"A\"",
        "filed under"
      ),
      (
        #"{"classification": {"aliases": {"A": "b", "B": "C", "C": "a", "D": "A"}}}"#,
        "classification.aliases",
        "\"C\"", "filed under"
      ),
      (#"{"watch": {"ignore": ["../x"]}}"#, "watch.ignore", "../x", "/news/"),
      (#"{"watch": {"ignore": ["content/news/2024/"]}}"#, "watch.ignore", "content/news", "/news/"),
      (#"{"state": "/var/${NAME}/state"}"#, "state", "${NAME}", "variable"),
      (#"{"content": "~joe/news"}"#, "content", "~joe/news", "./~joe/news"),
      (#"{"site.title": "News"}"#, "site.title", "\"News\"", "the object \"site\""),
      (#"{"window": {"entries": 0}}"#, "window.entries", "0", "whole number"),
      (#"{"window": {"entries": "50"}}"#, "window.entries", "\"50\"", "whole number"),
      (#"{"window": {"entries": 2.5}}"#, "window.entries", "2.5", "whole number"),
      (#"{"window": {"entries": true}}"#, "window.entries", "true", "whole number"),
      (#"{"window": {"hours": -1}}"#, "window.hours", "-1", "whole number"),
      (#"{"archives": "yes"}"#, "archives", "\"yes\"", "true or false"),
      (#"{"formats": "atom"}"#, "formats", "\"atom\"", "list of formats"),
      (#"{"formats": []}"#, "formats", "[…]", "list of formats"),
      (#"{"formats": ["atom", "xml"]}"#, "formats", "\"xml\"", "list of formats"),
      (#"{"topics": {"name": "x"}}"#, "topics", "{…}", "list of topics"),
      (#"{"classification": {"mentions": "yes"}}"#, "classification.mentions", "\"yes\"", "true or false"),
      (#"{"classification": {"mentions": 1}}"#, "classification.mentions", "1", "true or false"),
      (#"{"site": {"country": "Wonderland"}}"#, "site.country", "\"Wonderland\"", "code of a country"),
      (#"{"classification": {"disputed": ["UA"]}}"#, "classification.disputed", "[…]", "object"),
      (
        #"{"classification": {"disputed": {"Crimea": "UA"}}}"#, "classification.disputed", "\"UA\"",
        "list of codes"
      ),
      (
        #"{"classification": {"disputed": {"Crimea": ["QQ"]}}}"#, "classification.disputed", "\"QQ\"",
        "no code"
      ),
      (#"{"classification": {"aliases": ["x"]}}"#, "classification.aliases", "[…]", "object"),
      (#"{"classification": {"aliases": {"?": "x"}}}"#, "classification.aliases", "\"?\"", "letters"),
      (
        #"{"classification": {"aliases": {"A B": "x", "a-b": "y"}}}"#, "classification.aliases", "\"a-b\"",
        "one name"
      ),
      (#"{"classification": {"aliases": {"x": 5}}}"#, "classification.aliases", "5", "name"),
      (#"{"countries": "none"}"#, "countries", "\"none\"", "\"all\" or \"about\""),
      (#"{"classification": {"minimumEvents": -1}}"#, "classification.minimumEvents", "-1", "whole number"),
    ])
  func wrongValue(json: String, key: String, value: String, wanted: String) throws {
    let faults = faults(json)
    #expect(faults.count == 1)
    for part in ["\"\(key)\"", value, wanted] { #expect(faults.first?.contains(part) == true, "\(part)") }
  }

  @Test(
    "says what is wrong with a combined topic, and in which column",
    arguments: [
      (#"[{"name": "War", "match": "text:war AND"}]"#, ["\"War\"", "column 13"]),
      (
        #"[{"name": "War", "match": "text:war"}, {"name": "Peace", "match": "country:utopia"}]"#,
        ["\"Peace\"", "column 9"]
      ),
      (#"[{"name": "War"}]"#, ["topic 1", "match"]),
      (#"[{"name": "War", "match": "text:war", "x": 1}]"#, ["topic 1", "nothing else"]),
      (#"[{"name": "!", "match": "text:war"}]"#, ["topic 1", "letters"]),
      (
        #"[{"name": "War", "match": "text:war"}, {"name": "WAR!", "match": "text:war"}]"#,
        ["\"WAR!\"", "\"War\""]
      ),
    ])
  func wrongTopic(topics: String, parts: [String]) throws {
    let faults = faults("{\"topics\": \(topics)}")
    #expect(faults.count == 1)
    for part in ["\"topics\""] + parts { #expect(faults.first?.contains(part) == true, "\(part)") }
  }

  @Test("names all that is wrong at once")
  func allFaults() throws {
    #expect(faults(#"{"x": 1, "content": 5, "site": {"y": 1}, "window": []}"#).count == 4)
  }

  @Test(
    "is an error when it is no JSON object",
    arguments: [
      "", "{", "[]", "null", "\"content\"", "{\"content\": \"a\",, }", "\u{0}",
    ])
  func noObject(json: String) throws {
    #expect(throws: ConfigurationError.self) { try read(json) }
  }

  @Test(
    "names the line and column of what is no JSON, and what is to be done",
    arguments: [
      ("{\n  \"content\": \"a\"\n  \"output\": \"b\"\n}", "3:3", "a comma is missing"),
      ("{\"content\": \"a\",\n}", "2:1", "remove the comma"),
      ("{\"formats\": [\"atom\",]}", "1:21", "remove the comma"),
      ("{\n\n // here\n}", "3:2", "no comments"), ("{} # here", "1:4", "no comments"),
      ("{\"content\" \"a\"}", "1:12", "a colon is missing"),
      ("{content: \"a\"}", "1:2", "\"content\" is no key"),
      ("{\"content\": 'a'}", "1:13", "double quotes"),
      ("{\"archives\": True}", "1:14", "\"True\" is no value"),
      ("{\"window\":\n{\"hours\": NaN}}", "2:11", "\"NaN\" is no value"),
      ("{\"window\": {\"hours\": -Infinity}}", "1:22", "no number"),
      ("{\"window\": {\"hours\": 012}}", "1:22", "012 is no number"),
      ("{\"window\": {\"hours\": 1.}}", "1:22", "1. is no number"),
      ("{\"window\": {\"hours\": 1e999}}", "1:22", "too large"),
      ("{\"window\": {\"hours\": 99999999999999999999}}", "1:22", "too large"),
      ("{\"content\": \"a\nb\"}", "1:15", "no closing quote"),
      ("{\"content\": \"a", "1:15", "within a string"),
      ("{\"content\": \"a\tb\"}", "1:15", "control character"),
      ("{\"content\": \"a\\x\"}", "1:15", "backslash"),
      ("{\"content\": \"Zoë \\ud800 x\"}", "1:18", "surrogate"),
      ("{\"content\": \"\\udc00\"}", "1:14", "surrogate"),
      ("{\"site\": {\n\"title\": \"a\"\n", "3:1", "begins in line 1"),
      ("{} {}", "1:4", "end of the configuration"),
      ("", "1:1", "empty"), (String(repeating: "[", count: 100_000), "1:66", "64 deep"),
      ("{\"a\":" + String(repeating: "{\"a\":", count: 100_000), "1:326", "64 deep"),
    ])
  func syntax(json: String, place: String, what: String) throws {
    let error = faults(json).first ?? ""
    #expect(error.contains("config.json:\(place): ") && error.contains(what), "\(error)")
  }

  @Test("names the line and column of a byte that is no UTF-8, and takes no UTF-16")
  func encoding() throws {
    let directory = try TemporaryDirectory()
    func error(_ bytes: [UInt8]) throws -> String {
      try Data(bytes).write(to: URL(filePath: directory.path("config.json")))
      do {
        _ = try ConfigurationReader.read(file: directory.path("config.json"))
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(
      try error(Array("{\n \"content\": \"é".utf8) + [0xE9, 0x22, 0x7D]).contains("config.json:2:15: "))
    #expect(try error([0xFF, 0xFE, 0x7B, 0, 0x7D, 0]).contains("UTF-16"))
    // RFC 8259, section 8.1: readers may ignore it.
    #expect(try error([0xEF, 0xBB, 0xBF] + Array("{}".utf8)) == "")
  }

  @Test("names both lines of a key that is there twice, at any depth")
  func duplicateKeys() {
    let json = #"""
      {"content": "a", "site": {"title": "a",
      "author": "b",
      "title": "c"},
      "classification": {"aliases": {"x": "a", "\u0078": "b"}},
      "topics": [{"name": "War", "match": "text:war", "match": "text:peace"}], "content": "b"}
      """#
    let faults = faults(json)
    for part in [
      "5: \"content\" was set in line 1", "3: \"site.title\" was set in line 1",
      "4: \"classification.aliases.x\" was set in line 4", "5: \"topics.0.match\" was set in line 5",
    ] {
      #expect(faults.contains { $0.hasPrefix(part) }, "\(part) in \(faults)")
    }
    #expect(faults.count == 4)
  }

  @Test("names the line of every fault, in order")
  func faultLines() {
    let faults = faults("{\n\"formats\": 1,\n\"site\": {\n\"titel\": 2},\n\"window\":\n\"x\"}")
    #expect(faults.map { $0.prefix { $0 != ":" } } == ["2", "4", "5"])
  }

  @Test(
    "has no control characters in any text, and its errors have none",
    arguments: ["\\u001b[2J", "\\u0085", "\\u0000", "\\n"])
  func controlCharacters(escape: String) {
    for json in [
      "{\"site\": {\"title\": \"a\(escape)b\"}}", "{\"a\(escape)b\": 1}",
      "{\"classification\": {\"aliases\": {\"a\(escape)b\": \"c\"}}}", "{\"formats\": [\"a\(escape)b\"]}",
    ] {
      let error = #expect(throws: ConfigurationError.self) { try read(json) }
      let lines = error?.lines ?? []
      #expect(lines.contains { $0.contains("control characters") }, "\(lines)")
      #expect(lines.allSatisfy { $0 == $0.printable })
    }
  }

  @Test("takes ~ for the home directory")
  func home() throws {
    let configuration = try read(#"{"content": "~/news", "output": "./~/feeds", "state": "~"}"#)
    let home = DirectoryPath.home
    #expect((configuration.content, configuration.output) == (home + "/news", "./~/feeds"))
    #expect(configuration.state == home)
  }

  @Test("takes a number that is whole however it is written")
  func wholeNumbers() throws {
    #expect(try read(#"{"window": {"entries": 2.0}}"#).windowEntries == 2)
    #expect(try read(#"{"window": {"entries": 1e2}}"#).windowEntries == 100)
  }

  @Test("is an error of the configuration when a number is too large for any type")
  func hugeNumber() throws {
    #expect(throws: ConfigurationError.self) { try read(#"{"window": {"entries": 1e999}}"#) }
  }

  @Test("is an error when it is not UTF-8, or not there")
  func unreadable() throws {
    let directory = try TemporaryDirectory()
    try Data([0x7B, 0xFF, 0x7D]).write(to: URL(filePath: directory.path("config.json")))
    #expect(throws: ConfigurationError.self) {
      try ConfigurationReader.read(file: directory.path("config.json"))
    }
    #expect(throws: ConfigurationError.self) {
      try ConfigurationReader.read(file: directory.path("other.json"))
    }
    #expect(throws: ConfigurationError.self) { try ConfigurationReader.read(file: directory.path) }
    #expect(throws: ConfigurationError.self) { try ConfigurationReader.read(file: "/dev/zero") }
  }

  private func read(_ json: String) throws -> Configuration {
    let directory = try TemporaryDirectory()
    try Data(json.utf8).write(to: URL(filePath: directory.path("config.json")))
    var configuration = try ConfigurationReader.read(file: directory.path("config.json"))
    try configuration.detectContent()
    // Relative paths, as they are in the file.
    for member in [\Configuration.content, \.output, \.state] {
      configuration[keyPath: member] = configuration[keyPath: member].replacing(directory.path(""), with: "")
    }
    return configuration
  }

  private func faults(_ json: String) -> [String] {
    do {
      _ = try read(json)
      return []
    } catch ConfigurationError.invalid(_, let faults) {
      return faults.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }
}
