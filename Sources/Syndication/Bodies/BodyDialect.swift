package import EventArchive

/// The notations of bodies besides Markdown and HTML. Shortcodes of Hugo and blocks of Liquid are read in every body.
package struct BodyDialect: OptionSet, Sendable {
  /// The bits of the set.
  package let rawValue: Int

  /// Makes a set of bits.
  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Markdown. A body without it is HTML.
  package static let markdown = BodyDialect(rawValue: 1)
  /// Expressions of Liquid and Nunjucks, `{{ x }}`.
  package static let expressions = BodyDialect(rawValue: 2)
  /// Shortcodes of Zola, `{{ name(key="value") }}`.
  package static let calls = BodyDialect(rawValue: 4)
  /// Comments of Nunjucks, Tera and new Liquid, `{# x #}`.
  package static let hashComments = BodyDialect(rawValue: 8)
  /// Links, embedded files and comments of Obsidian: `[[x]]`, `![[x]]`, `%%x%%`.
  package static let notes = BodyDialect(rawValue: 16)
  /// Addresses of Pelican, `{filename}x`.
  package static let filePrefixes = BodyDialect(rawValue: 32)
  /// MDX: imports, exports, components and expressions `{x}`.
  package static let components = BodyDialect(rawValue: 64)

  /// The notations of a file.
  /// - Parameters:
  ///   - kind: the kind of its site; `nil` when it is not known.
  ///   - path: its path, whose extension counts.
  package init(_ kind: SiteKind?, path: String) {
    switch kind {
    case .jekyll: self = .expressions
    case .eleventy, nil: self = [.expressions, .hashComments]
    case .zola: self = [.calls, .hashComments]
    case .obsidian: self = .notes
    case .pelican: self = .filePrefixes
    case .hugo, .astro: self = []
    }
    let path = path.lowercased()
    if path.hasSuffix(".mdx") { insert(.components) }
    if !path.hasSuffix(".html"), !path.hasSuffix(".htm") { insert(.markdown) }
  }
}
