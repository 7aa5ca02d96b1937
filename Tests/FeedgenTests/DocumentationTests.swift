import Foundation
import Primitives
import Service
import TestSupport
import Testing
import WorkspaceSupport

@testable import feedgen

@Suite("The documents")
struct DocumentationTests {
  private static let root = FeedgenProcess.packageRoot
  private static let configuration = "docs/configuration.md"

  private static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root + "/" + path)
  }

  @Test func `begin with a README of at most 150 lines`() throws {
    #expect(try MarkdownDocument("README.md").lines.count <= 151)
  }

  @Test func `have links that lead to a file and a heading`() throws {
    var count = 0
    for document in try MarkdownDocument.all() {
      for link in document.links {
        count += 1
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0].isEmpty ? document.path : document.resolved(parts[0])
        #expect(Self.exists(path), "\(document.path): \(link)")
        guard parts.count == 2, Self.exists(path) else { continue }
        let target = try MarkdownDocument(path)
        #expect(target.fragments.contains(String(parts[1])), "\(document.path): \(link)")
      }
    }
    #expect(count > 30)
  }

  @Test func `are all linked from the README, and use all pictures`() throws {
    let readme = Set(try MarkdownDocument("README.md").links)
    let used = Set(try MarkdownDocument.all().flatMap { document in document.links.map(document.resolved) })
    for name in try FileManager.default.contentsOfDirectory(atPath: Self.root + "/docs") {
      #expect(name.hasSuffix(".md") ? readme.contains("docs/" + name) : used.contains("docs/" + name))
    }
    for name in MarkdownDocument.rootDocuments where name != "README.md" {
      #expect(readme.contains(name), "\(name)")
    }
  }

  @Test func `name only files of the repository that exist`() throws {
    for document in try MarkdownDocument.all() {
      for code in document.codeSpans
      where code.wholeMatch(of: /(Sources|Tests|Examples|docs|scripts|bench|deploy)\/[^ *…]*/) != nil {
        #expect(Self.exists(code), "\(document.path): \(code)")
      }
    }
  }

  @Test func `describe every module`() throws {
    let text = try MarkdownDocument("docs/architecture.md").lines.joined(separator: "\n")
    let named = Set(text.matches(of: /\*\*([\w, ]+)\*\*/).flatMap { $0.1.components(separatedBy: ", ") })
    for module in try FileManager.default.contentsOfDirectory(atPath: Self.root + "/Sources") {
      #expect(named.contains(module), "\(module)")
    }
  }
}

// MARK: Configuration

extension DocumentationTests {
  @Test func `name only keys of the configuration that exist`() throws {
    let keys = Set(ConfigurationKey.all.map(\.name))
    for document in try MarkdownDocument.all() {
      for code in document.codeSpans {
        guard code.wholeMatch(of: /(site|window|watch|serve|webSub|classification)\.\w+/) != nil else {
          continue
        }
        // A file of the deployment has the form of a key.
        #expect(keys.contains(code) || code == "serve.conf", "\(document.path): \(code)")
      }
    }
  }
}

extension DocumentationTests {
  @Test func `show examples of configurations that can be read`() throws {
    let directory = try TemporaryDirectory()
    var count = 0
    for document in try MarkdownDocument.all() {
      for (line, text) in document.blocksOfJSON {
        count += 1
        try directory.write(text, to: "config.json")
        #expect(throws: Never.self, "\(document.path):\(line)") {
          try ConfigurationReader.read(file: directory.path("config.json"))
        }
      }
    }
    #expect(count >= 2)
  }

  @Test func `list every exit status and every command`() throws {
    let lines = try MarkdownDocument("docs/commands.md").lines
    let statuses = lines.compactMap { line in line.firstMatch(of: /^\| (\d+) \|/).flatMap { Int32($0.1) } }
    #expect(statuses == [0, 1] + ExitStatus.allCases.map(\.rawValue))
    let help = try FeedgenProcess.run(["--help"], in: "/").output
    let commands = try #require(help.split(separator: "SUBCOMMANDS:").dropFirst().first)
    let names = commands.matches(of: /\n[ ]{2}([a-z]+)[ ]/).map(\.1)
    #expect(names.count > 5)
    for name in names where name != "generate" {
      #expect(lines.contains { $0.hasPrefix("| `feedgen \(name)") }, "\(name)")
    }
  }
}

// MARK: Transcripts

extension DocumentationTests {
  // After the days of all samples, and before the present: a time in the future gives a warning.
  private static let now: UnixTime = 1_750_000_000

  private static func transcripts() -> [String] {
    // An error would hide transcripts; `haveTranscripts` throws it.
    ((try? MarkdownDocument.all()) ?? []).filter { !$0.steps.isEmpty }.map(\.path)
  }

  @Test func `have transcripts`() throws {
    let documents = try MarkdownDocument.all().filter { !$0.steps.isEmpty }
    #expect(documents.count >= 5)
    #expect(documents.map(\.path) == Self.transcripts())
  }

  @Test(arguments: transcripts())
  func `show the output of commands on the samples`(path: String) throws {
    let directory = try TemporaryDirectory()
    for name in ["content", "config.json"] {
      try FileManager.default.copyItem(atPath: Self.root + "/" + name, toPath: directory.path(name))
    }
    let binary = URL(filePath: try FeedgenProcess.binary()).deletingLastPathComponent()
    for step in try MarkdownDocument(path).steps {
      let script = "PATH=\"$0:$PATH\"; exec 2>&1; " + step.command
      let outcome = try FeedgenProcess.run(
        command: ["/bin/sh", "-c", script, binary.path(percentEncoded: false)], in: directory.path,
        now: Self.now)
      let expected = step.output.joined(separator: "\n") + (step.output.isEmpty ? "" : "\n")
      let isSame = try Self.matches(outcome.output, expected)
      #expect(isSame, "\(path):\(step.line): \(step.command) printed\n\(outcome.output)")
    }
  }

  // Whether an output is the expected one, where `…` is any number, time or duration, or itself.
  private static func matches(_ output: String, _ expected: String) throws -> Bool {
    let pattern = NSRegularExpression.escapedPattern(for: expected)
      .replacing("…", with: "(?:…|\\d+(?:[.:]\\d+)*)")
    return try output.wholeMatch(of: Regex(pattern)) != nil
  }
}
