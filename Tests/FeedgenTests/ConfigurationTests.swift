import Classification
import Foundation
import Publishing
import TestSupport
import Testing

@testable import feedgen

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
       "pagesURL": "https://pages.example", "pageExtension": ""}, "window": {"entries": 7, "hours": 9},
       "formats": ["json", "atom", "json"], "archives": true,
       "topics": [{"name": "War", "match": "text:war"}],
       "classification": {"mentions": false, "minimumEvents": 2, "aliases": {"Sergei Shoigu": "Sergey Shoygu"}}}
      """)
    var wanted = Configuration()
    (wanted.content, wanted.output, wanted.state) = ("in", "out", "known")
    (wanted.baseURL, wanted.authority) = ("https://feeds.example/a/", "feeds.example")
    (wanted.title, wanted.author, wanted.language) = ("T", "A", "pt-BR")
    (wanted.pagesURL, wanted.pageExtension) = ("https://pages.example", "")
    (wanted.windowEntries, wanted.mentions, wanted.minimumEvents) = (7, false, 2)
    wanted.aliases = ["Sergei Shoigu": "Sergey Shoygu"]
    (wanted.formats, wanted.windowHours, wanted.archives) = ([.atom, .json], 9, true)
    let expression = try TopicExpression("text:war", gazetteer: .standard)
    wanted.topics = [try #require(CombinedTopic(name: "War", expression: expression))]
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
    ])
  func unknownKey(json: String, key: String, value: String, nearest: String) throws {
    let faults = faults(json)
    #expect(faults.count == 1)
    for part in ["\"\(key)\"", value, "\"\(nearest)\""] {
      #expect(faults.first?.contains(part) == true, "\(part)")
    }
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
      (#"{"site": {"language": "e"}}"#, "site.language", "\"e\"", "language tag"),
      (#"{"site": {"pagesURL": "/pages"}}"#, "site.pagesURL", "/pages", "http"),
      (#"{"window": {"entries": 0}}"#, "window.entries", "0", "whole number"),
      (#"{"window": {"entries": "50"}}"#, "window.entries", "\"50\"", "whole number"),
      (#"{"window": {"entries": 2.5}}"#, "window.entries", "2.5", "whole number"),
      (#"{"window": {"entries": true}}"#, "window.entries", "true", "whole number"),
      (#"{"window": {"hours": -1}}"#, "window.hours", "-1", "whole number"),
      (#"{"archives": "yes"}"#, "archives", "\"yes\"", "true or false"),
      (#"{"formats": "atom"}"#, "formats", "\"atom\"", "list of formats"),
      (#"{"formats": []}"#, "formats", "[…]", "list of formats"),
      (#"{"formats": ["atom", "xml"]}"#, "formats", "[…]", "list of formats"),
      (#"{"topics": {"name": "x"}}"#, "topics", "{…}", "list of topics"),
      (#"{"classification": {"mentions": "yes"}}"#, "classification.mentions", "\"yes\"", "true or false"),
      (#"{"classification": {"mentions": 1}}"#, "classification.mentions", "1", "true or false"),
      (#"{"classification": {"aliases": ["x"]}}"#, "classification.aliases", "[…]", "object"),
      (#"{"classification": {"aliases": {"x": 5}}}"#, "classification.aliases", "5", "name"),
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

  @Test("is an error of the configuration when a number is too large for any type")
  func hugeNumber() throws {
    #expect(throws: ConfigurationError.self) { try read(#"{"window": {"entries": 1e999}}"#) }
  }

  @Test("is an error when it is not UTF-8, or not there")
  func unreadable() throws {
    let directory = try TemporaryDirectory()
    try Data([0x7B, 0xFF, 0x7D]).write(to: URL(filePath: directory.path("config.json")))
    #expect(throws: ConfigurationError.self) { try ConfigurationReader.read(directory.path("config.json")) }
    #expect(throws: ConfigurationError.self) { try ConfigurationReader.read(directory.path("other.json")) }
    #expect(throws: ConfigurationError.self) { try ConfigurationReader.read(directory.path) }
  }

  private func read(_ json: String) throws -> Configuration {
    let directory = try TemporaryDirectory()
    try Data(json.utf8).write(to: URL(filePath: directory.path("config.json")))
    return try ConfigurationReader.read(directory.path("config.json"))
  }

  private func faults(_ json: String) -> [String] {
    do {
      _ = try read(json)
      return []
    } catch ConfigurationError.invalid(_, let faults) {
      return faults
    } catch {
      return ["\(error)"]
    }
  }
}
