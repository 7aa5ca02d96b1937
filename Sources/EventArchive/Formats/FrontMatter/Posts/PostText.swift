internal import Primitives

/// Texts of fields.
package enum PostText {
  /// A text in one line: references of HTML decoded, blanks squeezed.
  package static func oneLine(_ text: String) -> String { PlainText.clean(text) }

  /// A title as plain text: in one line, without inline Markdown.
  package static func title(_ text: String) -> String {
    // References are decoded last, so that `&#42;` is no mark of Markdown.
    oneLine(InlineMarkdown.plainText(text))
  }

  /// The title of a file without one: its name without a day, with blanks for hyphens.
  static func title(ofName name: String) -> String {
    oneLine(name.replacing("-", with: " "))
  }
}
