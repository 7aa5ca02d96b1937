/// The generators and programs whose content is read.
package enum SiteKind: String, CaseIterable, Sendable {
  /// Hugo (gohugo.io).
  case hugo
  /// Jekyll (jekyllrb.com).
  case jekyll
  /// Zola (getzola.org).
  case zola
  /// Obsidian (obsidian.md), a program for notes.
  case obsidian
  /// Eleventy (11ty.dev).
  case eleventy
  /// Astro (astro.build).
  case astro
  /// Pelican (getpelican.com).
  case pelican

  /// The name of the program, for messages.
  package var name: String {
    switch self {
    case .hugo: "Hugo"
    case .jekyll: "Jekyll"
    case .zola: "Zola"
    case .obsidian: "Obsidian"
    case .eleventy: "Eleventy"
    case .astro: "Astro"
    case .pelican: "Pelican"
    }
  }
}
