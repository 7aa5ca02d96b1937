import Foundation
import TestSupport
import Testing

@testable import Watching

@Suite("Ignore patterns")
struct IgnorePatternTests {
  @Test(
    "match as gitignore(5) specifies",
    arguments: [
      ("draft.md", "news/2024/draft.md", true), ("draft.md", "news/2024/draft.md.md", false),
      ("*.draft.md", "news/a.draft.md", true), ("*.draft.md", "news/draft.md", false),
      ("d?aft.md", "draft.md", true), ("d?aft.md", "daft.md", false), ("[a-c]x", "bx", true),
      ("[a-c]x", "dx", false), ("[!a-c]x", "dx", true), ("[^a-c]x", "ax", false), ("[]-]x", "-x", true),
      ("[[:digit:]]x", "7x", true), ("[[:digit:]]x", "ax", false), ("\\*x", "*x", true),
      ("\\*x", "ax", false),
      ("\\!x", "!x", true), ("\\#x", "#x", true), ("x\\ ", "x ", true), ("x  ", "x", true),
      ("/x", "x", true), ("/x", "a/x", false), ("a/x", "a/x", true), ("a/x", "b/a/x", false),
      ("a/*", "a/x", true), ("a/*", "a/b/x", true), ("**/x", "x", true), ("**/x", "a/b/x", true),
      ("a/**", "a/b/x", true), ("a/**", "a", false), ("a/**/x", "a/x", true), ("a/**/x", "a/b/c/x", true),
      ("a/**/x", "ab/x", false), ("x/", "x", false), ("x/", "x/y", true), ("a**x", "abcx", true),
      ("[a/]x", "ax", true), ("[a/]x", "b/ax", false),
    ])
  func matching(pattern: String, path: String, isIgnored: Bool) throws {
    #expect(try IgnoreRules([pattern]).ignore(path) == isIgnored)
  }

  @Test("match letters in any Unicode normalization form")
  func normalisation() throws {
    let (composed, decomposed) = ("caf\u{E9}.md", "cafe\u{301}.md")
    for pattern in [composed, decomposed, "caf?.md", "caf[\u{E9}].md"] {
      let rules = try IgnoreRules([pattern])
      #expect(rules.ignore(composed) && rules.ignore(decomposed), "\(pattern)")
    }
  }

  @Test("match names that are not UTF-8 by their bytes")
  func bytes() throws {
    let name: [CChar] = [0x61, CChar(bitPattern: 0xFF), 0x7E, 0]
    #expect(try IgnoreRules(["a?~"]).filter(in: "news").verdict(name).file)
    #expect(try !IgnoreRules(["b?~"]).filter(in: "news").verdict(name).file)
  }

  @Test(
    "that can match nothing are refused with the reason",
    arguments: [
      ("", "nothing"), ("/", "nothing"), ("!", "nothing"), ("   ", "nothing"), ("# drafts", "comment"),
      ("[ab", "]"), ("a[", "]"), ("a\\", "backslash"), ("a//b", "slashes"), ("[z-a]", "backwards"),
      ("[[:letter:]]", "letter"), ("a\nb", "control character"),
      ("../x", "part .."), ("./news/2024/", "part ."), ("news/./x", "part ."), ("/news/..", "part .."),
    ])
  func refused(pattern: String, reason: String) {
    let error = #expect(throws: IgnoreRules.Unusable.self) { try IgnoreRules([pattern]) }
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    #expect(error?.description.contains("\"\(pattern)\"") == true)
  }

  @Test("of paths outside of news are refused in a configuration")
  func elsewhere() throws {
    for pattern in [
      "content/news/2024/", "/home/ann/content/news/x.md", "2024/05/", "/drafts/", "News/2024/",
    ] {
      #expect(throws: IgnoreRules.Unusable.elsewhere(pattern: pattern)) {
        try IgnoreRules([pattern]).requirePatternsOfNews()
      }
    }
    let patterns = [
      "/news/2024/", "news/*/drafts", "**/drafts/", "n?ws/2024", "drafts/", "*.draft.md", "*/2024/",
    ]
    try IgnoreRules(patterns).requirePatternsOfNews()
  }

  @Test("with a slash are relative to the content directory, and others match at any depth, as in git")
  func relative() throws {
    #expect(try IgnoreRules(["news/*"]).ignore("news/2024/05/3/fog.md"))
    #expect(try IgnoreRules(["*.md"]).ignore("news/2024/05/3/fog.md"))
    #expect(try !IgnoreRules(["news/*.md"]).ignore("news/2024/05/3/fog.md"))
  }

  @Test("that match the whole archive are refused", arguments: ["news", "*", "/news/", "**", "n*s"])
  func everything(pattern: String) {
    #expect(throws: IgnoreRules.Unusable.everything(pattern: pattern)) { try IgnoreRules([pattern]) }
  }

  @Test("that are built in are all valid")
  func builtIn() throws {
    for pattern in IgnoreRules.builtIn { #expect(try IgnorePattern(pattern).text == pattern) }
    #expect(IgnoreRules.standard == (try IgnoreRules([])))
  }

  @Test("of many stars take time proportional to the length of the name")
  func stars() throws {
    let rules = try IgnoreRules([String(repeating: "*a", count: 100) + "b"])
    #expect(!rules.ignore(String(repeating: "a", count: 250)))
  }

  @Test(
    "match the same names as in git", .enabled(if: Git.isThere, "git is not installed"), arguments: 0..<40)
  func git(seed: UInt64) throws {
    var random = RandomPatterns(seed: seed)
    let git = try Git(paths: random.paths())
    let patterns = (1...Int.random(in: 1...8, using: &random.generator)).map { _ in random.pattern() }
    let known = patterns.filter { (try? IgnorePattern($0)) != nil }
    let rules = try IgnoreRules.unchecked(known)
    let ignored = git.paths.filter(rules.ignore)
    #expect(try ignored == git.ignored(by: IgnoreRules.builtIn + known), "\(known)")
    for pattern in patterns where !known.contains(pattern) {
      #expect(try git.ignored(by: [pattern]) == [], "\(pattern) is refused, though it matches")
    }
  }
}

extension IgnoreRules {
  // Rules that may leave out everything.
  fileprivate static func unchecked(_ patterns: [String]) throws -> IgnoreRules {
    do {
      return try IgnoreRules(patterns)
    } catch .everything {
      return try IgnoreRules(patterns + ["!/news"])
    }
  }
}

/// Random patterns, and paths that some of them match.
private struct RandomPatterns {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func paths() -> [String] {
    let names = [
      "a", "b", "ab", "a.md", "b.md", "ab.md", "a b.md", "~$a.md", "x[1].md", "#a", "!a.md", "a-b", "A.md",
      "a\\b",
      "*a", "a ", ".a", "a.sync-conflict-20240503-101112-ABCDEF7.md", "node_modules",
    ]
    var paths: Set<String> = []
    for _ in 0..<60 {
      let depth = Int.random(in: 1...4, using: &generator)
      let parts = (0..<depth).map { _ in names.randomElement(using: &generator) ?? "a" }
      // Directories have names of their own, so that no path is both.
      paths.insert(
        (parts.dropLast().map { $0.replacing(".md", with: "") } + ["f" + parts[depth - 1]]).joined(
          separator: "/"))
    }
    return paths.sorted()
  }

  mutating func pattern() -> String {
    var parts: [String] = []
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      parts.append(Int.random(in: 0..<5, using: &generator) == 0 ? "**" : part())
    }
    let text = parts.joined(separator: "/")
    func sometimes(_ text: String) -> String { Int.random(in: 0..<4, using: &generator) == 0 ? text : "" }
    return sometimes("!") + sometimes("/") + text + sometimes("/") + sometimes(" ")
  }

  private mutating func part() -> String {
    let pieces = [
      "a", "b", "f", "*", "?", "[ab]", "[!a]", "[^f]", "[a-f]", "[]a]", "[[:alpha:]]", "[[:punct:]x]", ".md",
      "\\a", "\\*",
      "fa", "#", "!", "~$", " ", "[", "[a", "[[:nothing:]]", "[a-]", "[\\]]", "-",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let piece = pieces.randomElement(using: &generator) ?? "a"
      // Two stars beside a letter are one in the manual, and more in git.
      if piece == "*", text.hasSuffix("*") { continue }
      text += piece
    }
    return text
  }
}

/// A repository of git, which is asked what it ignores.
private struct Git {
  let paths: [String]
  private let directory: TemporaryDirectory

  static let isThere = (try? run(["--version"], in: "/", input: "")) != nil

  init(paths: [String]) throws {
    (self.paths, directory) = (paths, try TemporaryDirectory())
    _ = try Self.run(["init", "--quiet"], in: directory.path, input: "")
    for path in paths { try directory.write("x", to: path) }
  }

  func ignored(by patterns: [String]) throws -> [String] {
    try directory.write(patterns.map { $0 + "\n" }.joined(), to: ".gitignore")
    let input = paths.map { $0 + "\0" }.joined()
    let output = try Self.run(
      ["-c", "core.excludesFile=/dev/null", "check-ignore", "--no-index", "-z", "--stdin"],
      in: directory.path,
      input: input)
    return output.split(separator: "\0").map(String.init).sorted()
  }

  private static func run(_ arguments: [String], in directory: String, input: String) throws -> String {
    let scratch = try TemporaryDirectory()
    for (name, text) in [("input", input), ("output", "")] { try scratch.write(text, to: name) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "git"] + arguments
    process.currentDirectoryURL = URL(filePath: directory)
    process.standardInput = FileHandle(forReadingAtPath: scratch.path("input"))
    process.standardOutput = FileHandle(forWritingAtPath: scratch.path("output"))
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    // 1 is the answer that nothing is ignored.
    guard [0, 1].contains(process.terminationStatus) else { throw CocoaError(.featureUnsupported) }
    return String(decoding: try Data(contentsOf: URL(filePath: scratch.path("output"))), as: UTF8.self)
  }
}
