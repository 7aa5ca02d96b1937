import Classification
import EventArchive

/// Reads files for a check, and reviews the posts among them. One thread at a time may use it.
final class PostReviewer {
  /// The result of reading several files.
  struct Reading: Sendable {
    /// The pages.
    let batch: PageReader.Batch
    /// The reviews of the posts, of those too that are not published.
    let posts: [PostReview]
  }

  private var reader: PageReader
  private var reviews: [PostReview] = []

  /// Makes a reader of the content directory.
  init(_ settings: BuildSettings, clock: EventClock) {
    var settings = settings
    // The picture of the front matter is checked apart from those of the body.
    settings.site.pictures = .media
    reader = PageReader(settings, clock: clock, gazetteer: Gazetteer.empty, renderedEntries: nil)
    guard let site = settings.format.site else { return }
    let pictures = PictureCheck(content: settings.content, site: site, pagesURL: settings.site.pagesURL)
    reader.didRead = { [unowned self] post in
      reviews.append(PostReview(post, site: site.settings, pictures: pictures, at: clock.now))
    }
  }

  /// Reads files one after the other.
  func read(_ files: [ContentChanges.File]) throws -> Reading {
    defer { reviews = [] }
    return Reading(batch: try reader.read(files), posts: reviews)
  }
}
