package import Primitives

/// The settings by which content files are recognized and parsed.
package struct ContentSettings: Hashable, Sendable {
  /// The site whose posts are content; `nil` when the content has event pages only.
  package var site: PostSite?

  /// Whether event pages are content: they are in the main language.
  var hasEventPages: Bool { site?.settings.isTranslation != true }

  /// Makes settings.
  package init(site: PostSite? = nil) { self.site = site }
}

/// A format of content files. To add a format, define a value in a folder of its own, and list it in `all`.
package struct ContentFormat: Sendable {
  /// A parsed page.
  package enum Page: Sendable {
    /// The page of an event.
    case event(EventPage)
    /// The page of a day.
    case day(DayPage)
    /// A post of a site.
    case post(Post)
    /// A page of a site that is no post.
    case page(UndatedPage)
    /// A file that is no page.
    case other(Reason)
  }

  /// The reason why a file is no event.
  package enum Reason: Sendable {
    /// Front matter without a date: a page of the site.
    case noDate
    /// A text without front matter.
    case noFrontMatter
    /// A template of posts.
    case template

    /// The reason, and the remedy where there may be one.
    package var description: String {
      switch self {
      case .noDate: "no post: its front matter has no date; give it one, as `date: 2026-05-19`, to publish it"
      case .noFrontMatter:
        "no post: it has no front matter; begin it with `---`, a title, a date and `---` to publish it"
      case .template: "no post: its front matter is that of a template"
      }
    }
  }

  /// The result of parsing a file.
  package struct Result: Sendable {
    /// The page; `nil` when a problem rejects the file.
    package var page: Page?
    /// The whole file, which contains the texts of the page.
    package var text: TextSlice
    /// The problems of the file, by line.
    package var problems: [ArchiveProblem]
    /// Whether the page was read in spite of errors in its syntax. A good version is better than this one.
    package var isRepaired = false
  }

  /// All formats. The first that recognizes a file parses it.
  package static let all: [ContentFormat] = [.eventPage, .dayPage, .post]

  /// Whether each file of the format is the page of one event.
  package let isEvent: Bool
  /// Whether the file at a path below the content directory has the format.
  package let recognizes: @Sendable (_ path: String, _ settings: ContentSettings) -> Bool
  /// Parses the bytes of the file at a path that the format recognizes.
  package let parse:
    @Sendable (_ bytes: UnsafeBufferPointer<UInt8>, _ path: String, _ settings: ContentSettings) -> Result

  /// The format of the file at a path below the content directory; `nil` when it has none.
  package static func format(of path: String, _ settings: ContentSettings) -> ContentFormat? {
    all.first { $0.recognizes(path, settings) }
  }
}
