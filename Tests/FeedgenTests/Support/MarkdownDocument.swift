import Foundation
import WorkspaceSupport

/// A document of the repository: the README, another document beside it, or one in docs/.
struct MarkdownDocument {
  /// A command of a transcript, and the output that the document shows.
  struct Step {
    /// The line of the command, counted from 1.
    var line: Int
    /// The command for a shell.
    var command: String
    /// The lines of the output.
    var output: [String] = []
  }

  /// The path below the package's directory.
  let path: String
  /// The lines of the document.
  let lines: [String]
  /// The commands of its transcripts, which are fenced blocks of the language `console`.
  private(set) var steps: [Step] = []
  /// The blocks of JSON, with the line after which each begins.
  private(set) var blocksOfJSON: [(line: Int, text: String)] = []
  // The text outside of fenced blocks.
  private var prose = ""

  /// Reads a document.
  /// - Parameter path: the path below the package's directory.
  init(_ path: String) throws {
    self.path = path
    lines = try String(contentsOfFile: FeedgenProcess.packageRoot + "/" + path, encoding: .utf8)
      .components(separatedBy: "\n")
    var fence: (indentation: Int, language: Substring)?
    for (index, line) in lines.enumerated() {
      let text = line.drop { $0 == " " }
      if text.hasPrefix("```") {
        let indentation = line.count - text.count
        fence = fence == nil ? (indentation, text.dropFirst(3)) : nil
        if fence?.language == "json" { blocksOfJSON.append((index + 1, "")) }
      } else if let fence {
        add(String(line.dropFirst(fence.indentation)), language: fence.language, line: index + 1)
      } else {
        prose += line + "\n"
      }
    }
  }

  /// The documents in the package's directory.
  static let rootDocuments = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]

  /// All documents.
  static func all() throws -> [MarkdownDocument] {
    let names = try FileManager.default.contentsOfDirectory(atPath: FeedgenProcess.packageRoot + "/docs")
    let paths = names.filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }
    return try (rootDocuments + paths).map(MarkdownDocument.init)
  }

  // Adds a line of a fenced block.
  private mutating func add(_ text: String, language: Substring, line: Int) {
    if language == "json" {
      blocksOfJSON[blocksOfJSON.count - 1].text += text + "\n"
    } else if language == "console", text.hasPrefix("$ ") {
      steps.append(Step(line: line, command: String(text.dropFirst(2))))
    } else if language == "console", !steps.isEmpty {
      steps[steps.count - 1].output.append(text)
    }
  }
}

extension MarkdownDocument {
  /// The targets of links and pictures that are not at other sites.
  var links: [String] {
    let text = prose.replacing(/`[^`\n]*`/, with: "")
    let targets =
      text.matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) }
      + text.matches(of: /src="([^"]+)"/).map { String($0.1) }
    return targets.filter { !$0.contains("://") }
  }

  /// The texts that are marked as code.
  var codeSpans: [String] { prose.matches(of: /`([^`\n]+)`/).map { String($0.1) } }

  /// The fragments of the headings, as GitHub makes them.
  var fragments: Set<String> {
    let headings = prose.split(separator: "\n").filter { $0.hasPrefix("#") }
    return Set(
      headings.map { heading in
        let text = heading.drop { $0 == "#" }.dropFirst().lowercased()
        let kept = text.filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
        return kept.replacing(" ", with: "-")
      })
  }

  /// The path below the package's directory of something that the document refers to by a relative path.
  func resolved(_ relative: some StringProtocol) -> String {
    let directory = path.contains("/") ? "docs/" : ""
    return directory + relative
  }
}
