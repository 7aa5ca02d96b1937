import Primitives

@testable import EventArchive

/// Reads the front matter of a file.
func frontMatter(_ text: String, acceptsHeader: Bool = false) -> FrontMatter.Result {
  FrontMatter.read(TextSlice(text), path: "post.md", acceptsHeader: acceptsHeader)
}

extension FrontMatterValue {
  /// The value in one line: texts in quotes, lists in brackets, mappings in braces.
  var summary: String {
    switch content {
    case .text(let text): "\"\(text)\""
    case .list(let items): "[" + items.map(\.summary).joined(separator: ", ") + "]"
    case .mapping(let mapping): mapping.summary
    }
  }
}

extension FrontMatterMapping {
  /// The entries in one line, in braces.
  var summary: String { "{" + entries.map { "\($0.key): \($0.value.summary)" }.joined(separator: ", ") + "}" }
}
