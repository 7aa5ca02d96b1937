import Foundation
import Primitives

/// A page of the manual in the macros of man(7), which groff and mandoc format.
struct ManualPage {
  /// The text of the page.
  private(set) var text: String

  /// Begins a page.
  init(_ name: String, section: Int) {
    text =
      ".\\\" Made by scripts/make-manual; do not edit.\n"
      + ".TH \(name.uppercased()) \(section) \(Version.released) \"feedgen \(Version.current)\" \"feedgen manual\"\n"
  }

  /// Begins a section.
  mutating func section(_ title: String) { text += ".SH \(title)\n" }

  /// Begins a part of a section.
  mutating func subsection(_ title: String) { text += ".SS \(Self.escaped(title))\n" }

  /// Adds a paragraph in Markdown: words in backticks are bold, links are their texts.
  mutating func paragraph(_ markdown: String) {
    beginParagraph()
    text += Self.lines(markdown) + "\n"
  }

  // The first paragraph of a section needs no request.
  private mutating func beginParagraph() {
    let last = text.dropLast().split(separator: "\n").last ?? ""
    if !last.hasPrefix(".SH ") && !last.hasPrefix(".SS ") { text += ".PP\n" }
  }

  /// Adds lines that are divided by breaks.
  mutating func list(_ lines: [String]) { text += lines.joined(separator: "\n.br\n") + "\n" }

  /// Adds a line of requests or text as it is.
  mutating func raw(_ line: String) { text += line + "\n" }

  /// Adds a term with its description.
  /// - Parameter term: bold words and values, as `bold` and `value` give them.
  mutating func item(_ term: String, _ paragraphs: [String]) {
    text += ".TP\n\(term)\n"
    for (index, paragraph) in paragraphs.enumerated() {
      text += (index == 0 ? "" : ".IP\n") + Self.lines(paragraph) + "\n"
    }
  }

  /// Adds lines that keep their form.
  mutating func example(_ lines: [String]) {
    beginParagraph()
    text += ".RS 4\n.nf\n" + lines.map { Self.guarded(Self.escaped($0)) + "\n" }.joined() + ".fi\n.RE\n"
  }

  /// Adds the discussion of a command: paragraphs, and lines that begin with spaces as they are.
  mutating func discussion(_ discussion: String) {
    for block in discussion.components(separatedBy: "\n\n") {
      let lines = block.split(separator: "\n").map(String.init)
      let begin = lines.prefix { !$0.hasPrefix(" ") }
      if !begin.isEmpty { paragraph(begin.joined(separator: " ")) }
      let rest = lines.dropFirst(begin.count)
      if !rest.isEmpty { example(rest.map { String($0.dropFirst(2)) }) }
    }
  }
}

extension ManualPage {
  /// Words in bold.
  static func bold(_ words: String) -> String {
    // Names are not divided at the end of a line.
    "\\fB" + words.split(separator: " ").map { "\\%" + escaped(String($0)) }.joined(separator: " ") + "\\fR"
  }

  /// The name of a value, in italics.
  static func value(_ name: String) -> String { "\\fI\(escaped(name))\\fR" }

  /// The lines of a text from Markdown.
  private static func lines(_ markdown: String) -> String {
    let linksAsText = markdown.replacing(/\[([^\]]*)\]\(([^)#]*)[^)]*\)/) { "\($0.1) in \($0.2)" }
    let parts = linksAsText.split(separator: "`", omittingEmptySubsequences: false)
    let words = parts.enumerated().map { index, part in
      index.isMultiple(of: 2) ? escaped(String(part)) : bold(String(part))
    }
    return wrapped(words.joined())
  }

  // The words of a text in lines of at most 78 characters, where that is possible.
  private static func wrapped(_ text: String) -> String {
    var lines: [String] = []
    for part in text.split(separator: " ") {
      // Within a word, the mark of a name that is not divided would itself be a place to divide.
      let word = part.contains("\\%") ? "\\%" + part.replacing("\\%", with: "") : String(part)
      if let last = lines.last, last.count + word.count < 78 {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(word)
      }
    }
    return lines.map(guarded).joined(separator: "\n")
  }

  // A text in which no character has a meaning for the formatter. A hyphen stays a hyphen, so that commands can be copied.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if let name = escapes[scalar] {
        result += name
      } else if scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else {
        result += "\\[u\(String(format: "%04X", scalar.value))]"
      }
    }
    return result
  }

  private static let escapes: [Unicode.Scalar: String] = [
    "\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti",
  ]

  // A line that is text, although it begins as a request.
  private static func guarded(_ line: String) -> String { line.hasPrefix(".") ? "\\&" + line : line }
}
