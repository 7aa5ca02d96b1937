/// A part of a line of wikitext.
enum Inline: Equatable {
  /// Text without markup.
  case text(String)
  /// A link to a page of the wiki, `[[target|label]]`.
  case link(WikiLink)
  /// A link to another site, `[https://host/path label]`.
  case external(ExternalLink)
}

/// A link to a page of the wiki.
struct WikiLink: Equatable {
  /// The target as written, for example `Russo-Ukrainian war (2022–present)#Peace talks`.
  var target: String
  /// The text that is shown.
  var label: [Inline]
}

/// A link to another site.
struct ExternalLink: Equatable {
  /// The absolute address.
  var address: String
  /// The text that is shown; empty when the link has none.
  var label: [Inline]
}

extension [Inline] {
  /// The text that is shown, with the texts of the links.
  var plainText: String {
    map { part in
      switch part {
      case .text(let text): text
      case .link(let link): link.label.plainText
      case .external(let link): link.label.plainText
      }
    }.joined()
  }
}
