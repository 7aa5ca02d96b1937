package import Primitives

/// The front matter of a file: fields before the text, in YAML, TOML, JSON or lines `Key: value`.
package struct FrontMatter: Hashable, Sendable {
  /// The syntaxes of front matter.
  package enum Syntax: String, Sendable {
    /// YAML between lines `---`; it may end in `...`.
    case yaml = "YAML"
    /// TOML between lines `+++`.
    case toml = "TOML"
    /// An object of JSON at the begin of the file.
    case json = "JSON"
    /// Lines `Key: value` up to a blank line, as Pelican reads them.
    case header = "header"
  }

  /// The result of reading a file.
  package struct Result: Sendable {
    /// The front matter; `nil` when the file has none, or a problem rejects it.
    package var frontMatter: FrontMatter?
    /// The problems, by line.
    package var problems: [ArchiveProblem] = []
    /// Whether the front matter does not follow its syntax, so that its lines were used as they are.
    package var isRepaired = false
  }

  /// The syntax.
  package var syntax: Syntax
  /// The fields.
  package var fields: FrontMatterMapping
  /// The text behind the front matter.
  package var body: TextSlice
  /// The line where the body begins, counted from 1.
  package var bodyLine: Int
  /// The keys in lower case whose values are placeholders `{{…}}`, as in a template of notes.
  package var placeholderKeys: Set<String>
}

extension FrontMatter {
  /// Reads the front matter of a file.
  ///
  /// A byte order mark and blank lines before it are skipped. Front matter that does not follow its syntax is read line by line,
  /// with a problem that has its line and column. Front matter that exceeds `FrontMatterLimits` or contains itself rejects the file.
  /// - Parameters:
  ///   - path: the file's path below the content directory.
  ///   - acceptsHeader: whether lines `Key: value` without delimiters are front matter.
  package static func read(_ file: TextSlice, path: String, acceptsHeader: Bool = false) -> Result {
    file.withBytes { bytes in
      guard let block = FrontMatterBlock(bytes, acceptsHeader: acceptsHeader) else { return Result() }
      var reading = FrontMatterReading(block: block, path: path)
      guard let fields = reading.fields(of: bytes) else { return Result(problems: reading.problems) }
      let frontMatter = FrontMatter(
        syntax: block.syntax, fields: fields, body: file.slice(bytes.slice(block.bodyStart...)),
        bodyLine: block.bodyLine, placeholderKeys: Placeholder.keys(in: bytes.slice(block.content)))
      return Result(
        frontMatter: frontMatter, problems: reading.problems, isRepaired: reading.isRepaired)
    }
  }
}
