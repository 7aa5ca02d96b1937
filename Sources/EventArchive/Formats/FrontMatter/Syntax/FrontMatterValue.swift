/// A value of front matter. Scalars keep their text: `NO`, `1.10`, `0123` and `2020` are what was written. The reader of a key
/// interprets its text.
package struct FrontMatterValue: Hashable, Sendable {
  /// The forms of a value.
  package enum Content: Hashable, Sendable {
    /// A scalar.
    case text(String)
    /// A sequence; never empty.
    case list([FrontMatterValue])
    /// A mapping; never empty.
    case mapping(FrontMatterMapping)
  }

  /// The value.
  package var content: Content
  /// The line of the file where the value begins, counted from 1.
  package var line: Int

  /// Makes a value.
  package init(_ content: Content, line: Int) {
    self.content = content
    self.line = line
  }
}

extension FrontMatterValue {
  /// The text of a scalar; `nil` for a list and a mapping.
  package var text: String? {
    if case .text(let text) = content { text } else { nil }
  }

  /// The items of a list; `nil` for a scalar and a mapping.
  package var list: [FrontMatterValue]? {
    if case .list(let list) = content { list } else { nil }
  }

  /// The mapping; `nil` for a scalar and a list.
  package var mapping: FrontMatterMapping? {
    if case .mapping(let mapping) = content { mapping } else { nil }
  }

  /// The items of a list, or the value itself.
  package var items: [FrontMatterValue] { list ?? [self] }

  /// Whether the text is a boolean of YAML 1.1 or a number; `nil` for any other value.
  package var boolean: Bool? {
    switch text?.lowercased() {
    case "true", "yes", "on", "y", "1": true
    case "false", "no", "off", "n", "0": false
    default: nil
    }
  }
}
