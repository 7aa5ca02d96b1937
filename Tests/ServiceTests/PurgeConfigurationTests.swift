import Foundation
import Purging
import TestSupport
import Testing

@testable import Service

@Suite("The configuration of caches to purge")
struct PurgeConfigurationTests {
  private func read(_ json: String) throws -> Configuration {
    let directory = try TemporaryDirectory()
    try directory.write(#"{"purge": \#(json)}"#, to: "config.json")
    return try ConfigurationReader.read(file: directory.path("config.json"))
  }

  private func fault(_ json: String) throws -> String {
    try #require(throws: ConfigurationError.self) { try read(json) }.description
  }

  @Test func `has defaults for each type`() throws {
    let configuration = try read(
      """
      [{"type": "http", "url": "http://127.0.0.1:6081"}, {"type": "http", "url": "http://v.example/", "method": "BAN"},
       {"type": "fastly", "service": "SU1", "tokenVariable": "FASTLY_TOKEN"},
       {"type": "cloudflare", "zone": "023e", "token": "t0ken"},
       {"type": "webhook", "url": "https://hook.example/x?y=1"}]
      """)
    #expect(
      configuration.purge == [
        PurgeTarget(.http(.purge), url: "http://127.0.0.1:6081"),
        PurgeTarget(.http(.ban), url: "http://v.example/"),
        PurgeTarget(
          .fastly(service: "SU1"), url: "https://api.fastly.com", secret: .variable("FASTLY_TOKEN")),
        PurgeTarget(
          .cloudflare(zone: "023e", limit: 1000), url: "https://api.cloudflare.com/client/v4",
          secret: .text("t0ken")),
        PurgeTarget(.webhook(batch: 1000), url: "https://hook.example/x?y=1"),
      ])
  }

  @Test func `names the fault and the target`() throws {
    for (json, words) in [
      (#"{"type": "http"}"#, "should be a list of objects"),
      (#"["x"]"#, "target 1 should be an object whose \"type\" is one of \"http\", \"fastly\""),
      (#"[{"type": "varnish"}]"#, "target 1 should be an object whose \"type\""),
      (#"[{"type": "http"}]"#, "target 1 (http): \"url\" is missing"),
      (#"[{"type": "http", "url": "x"}]"#, "\"url\" does not begin with http:// or https://"),
      (#"[{"type": "http", "url": "http://a.example/?b"}]"#, "has a query (?)"),
      (#"[{"type": "http", "url": "http://a.example/", "method": "purge"}]"#, "\"PURGE\" or \"BAN\""),
      (
        #"[{"type": "http", "url": "http://a.example/", "token": "t0ken"}]"#,
        "(http) has a member \"token\", which that type does not have"
      ),
      (
        #"[{"type": "http", "url": "http://a.example/"}, {"type": "http", "url": "http://a.example/", "method": "BAN"}]"#,
        "target 2 is http://a.example/, which is in the list before"
      ),
      (#"[{"type": "fastly", "tokenVariable": "X"}]"#, "\"service\" is missing"),
      (#"[{"type": "fastly", "service": "a/b", "tokenVariable": "X"}]"#, "letters and digits only"),
      (#"[{"type": "fastly", "service": "a"}]"#, "has no token; set \"tokenVariable\""),
      (
        #"[{"type": "fastly", "service": "a", "tokenVariable": "FEEDGEN_X"}]"#, "begins with FEEDGEN_"
      ),
      (
        #"[{"type": "fastly", "service": "a", "tokenVariable": "X", "tokenFile": "y"}]"#,
        "is set more than once"
      ),
      (#"[{"type": "cloudflare", "zone": "a", "tokenFile": "$HOME/x"}]"#, "\"tokenFile\" has a path that"),
      (
        #"[{"type": "cloudflare", "zone": "a", "tokenFile": "x", "limit": 0}]"#,
        "\"limit\" should be a whole number from 1 to 100000"
      ),
      (
        #"[{"type": "webhook", "url": "http://a.example/", "batch": 0}]"#, "a whole number from 1 to 10000"
      ),
      (#"[{"type": "webhook", "url": "http://a.example/", "secret": "(hidden)"}]"#, "in place of a secret"),
    ] {
      let fault = try fault(json)
      #expect(fault.contains(words), "\(fault)")
    }
  }

  @Test func `is printed without secrets`() throws {
    let key = try #require(ConfigurationKey.byName["purge"])
    let json = key.value(
      try read(
        """
        [{"type": "fastly", "service": "SU1", "token": "t0ken"},
         {"type": "webhook", "url": "https://hook.example/", "secret": "s3cret"},
         {"type": "cloudflare", "zone": "023e", "tokenFile": "/run/secrets/cloudflare"}]
        """)
    ).json
    #expect(!json.contains("t0ken") && !json.contains("s3cret"))
    #expect(json.contains(#""token": "(hidden)""#) && json.contains(#""secret": "(hidden)""#))
    #expect(json.contains(#""tokenFile": "/run/secrets/cloudflare""#))
  }

  @Test(
    arguments: [
      #"[{"type": "fastly", "token": "t0ken"}]"#, #"[{"type": "fastly", "token": "t0ken",}]"#,
      #"[{"type": "fastly", "service": "a", "token": "t0ken\u0001"}]"#, "t0ken", #""t0ken""#,
      #"{"token": "t0ken"}"#, #"[{"type": "t0ken"}]"#, #"[{"type": "webhook", "url": "t0ken"}]"#,
      #"[{"type": "fastly", "service": "a", "token": "t0ken", "token": "t0ken"}]"#,
    ])
  func `is reported without secrets`(json: String) throws {
    var errors = [
      #expect(throws: ConfigurationError.self) {
        try ConfigurationReader.read(file: nil, environment: ["FEEDGEN_PURGE": json])
      },
      #expect(throws: ConfigurationError.self) {
        try ConfigurationReader.read(
          file: nil, options: [.init(name: "--set purge", key: "purge", text: json)])
      },
    ]
    // A file with this text is not JSON.
    if json != "t0ken" { errors.append(#expect(throws: ConfigurationError.self) { try read(json) }) }
    for error in errors {
      let error = try #require(error)
      #expect(!error.description.contains("t0ken"), "\(error)")
      #expect(
        error.description.lowercased().contains("purge") || error.description.contains("config.json:1"),
        "\(error)")
    }
  }

  @Test func `has relative paths of secrets beside the file`() throws {
    let directory = try TemporaryDirectory()
    try directory.write(
      #"{"purge": [{"type": "webhook", "url": "http://a.example/", "secretFile": "secrets/hook"}]}"#,
      to: "config.json")
    let configuration = try ConfigurationReader.read(file: directory.path("config.json"))
    #expect(configuration.purge.first?.secret == .file(directory.path("secrets/hook")))
  }
}
