internal import Primitives

/// A tag of a template language: a shortcode of Hugo or Zola, or a block of Liquid or Nunjucks.
struct TemplateTag {
  /// The notations of tags.
  enum Notation {
    /// `{{< x >}}` and `{{% x %}}`
    case shortcode
    /// `{% x %}`
    case block
    /// `{{ x() }}`
    case call
  }

  /// The notation.
  var notation: Notation
  /// The name, without the mark of a closing tag.
  var name: String
  /// Whether the tag closes another.
  var isClosing: Bool
  /// The text behind the name.
  var rest: UnsafeBufferPointer<UInt8>

  /// The arguments.
  var arguments: TagArguments { TagArguments(rest) }

  private static let nameBytes = ByteSet.alphanumerics.union(ByteSet("-_./"))

  /// Parses the text between the delimiters; `nil` when it begins with no name.
  init?(_ text: UnsafeBufferPointer<UInt8>, notation: Notation) {
    var text = text.dropping(while: ByteSet("- \t\r\n~")).dropping(fromEndWhile: ByteSet("- \t\r\n~"))
    self.notation = notation
    isClosing = false
    if notation == .shortcode {
      if text.first == .slash {
        isClosing = true
        text = text.slice(1...).dropping(while: ByteSet(" \t\r\n"))
      }
      if text.last == .slash { text = text.slice(..<(text.count - 1)) }
    }
    let length = text.prefix { Self.nameBytes.contains($0) }.count
    guard length > 0 else { return nil }
    name = String(decoding: text.slice(..<length), as: UTF8.self)
    rest = text.slice(length...)
    if notation == .block, name.hasPrefix("end") {
      isClosing = true
      name = String(name.dropFirst(3))
    }
  }
}
