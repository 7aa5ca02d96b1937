import Classification
import EventArchive
import Primitives

/// What a check needs to know of a post to compare it with others.
struct PostReview: Sendable {
  /// A value with the line of the file where it is.
  struct Located<Value: Sendable>: Sendable {
    let value: Value
    let line: Int
  }

  /// A term with its spelling.
  struct TermUse: Sendable {
    let taxonomy: String
    let name: String
    let key: TermKey
  }

  /// A value of a taxonomy that is one text instead of a list.
  struct TermText: Sendable {
    let key: String
    let text: String
  }

  /// The path of the file below the content directory.
  let path: String
  /// Whether the post is published.
  let isPublished: Bool
  /// The time from which on it is published (see `PostTimes`).
  let start: UnixTime
  /// Whether it has a page beside those of other posts: it is neither a draft nor expired nor in another language.
  let hasPage: Bool
  /// The address of its page.
  let address: EventName?
  /// The id that it gives itself.
  let id: Located<EventName>?
  /// Its former addresses.
  let aliases: [Located<String>]
  /// Its terms.
  let terms: [Located<TermUse>]
  /// The values of taxonomies that are texts.
  let termTexts: [Located<TermText>]
  /// The tags without a fallback, by name.
  let unknownTags: [String: Located<Int>]
  /// References to files that may be pages, by their texts.
  let references: [String: Located<PostReference>]
  /// References to files that are no pages.
  let lostReferences: [Located<String>]
  /// The addresses of pictures that are not there.
  let missingPictures: [Located<String>]
  /// What is wrong with the post alone.
  var notes: [ArchiveProblem]
}

extension PostReview {
  /// Reviews a post.
  init(_ read: PageReader.ReadPost, site: SiteSettings, pictures: PictureCheck, at time: UnixTime) {
    let post = read.post
    let times = read.facts.times
    path = post.path.path
    isPublished = read.facts.isPublished
    start = times.start
    hasPage = start < PostTimes.inOtherLanguage && times.end.map { time < $0 } ?? true
    address = post.address.map { EventName(postAddress: $0) }
    id = post.id.map {
      Located(value: EventName(postID: $0), line: Self.line(of: ["guid", "id", "uuid"], post))
    }
    aliases = post.aliases.map { alias in
      let values = ["aliases", "redirect_from"].flatMap { post.fields[$0]?.items ?? [] }
      return Located(value: alias, line: values.first { $0.text == alias }?.line ?? 1)
    }
    terms = post.terms.flatMap { taxonomy, terms in
      terms.map { Located(value: TermUse(taxonomy: taxonomy, name: $0.name, key: $0.key), line: $0.line) }
    }
    termTexts = Self.termTexts(of: post, site: site)
    var body = PostLines(post)
    unknownTags = read.body.unknownTags.reduce(into: [:]) { tags, tag in
      tags[tag.key] = Located(value: tag.value, line: body.line(ofTag: tag.key))
    }
    references = read.references.reduce(into: [:]) { found, reference in
      found[reference.key] = Located(value: reference.value, line: body.line(of: reference.key))
    }
    lostReferences = read.body.lostReferences.map { Located(value: $0, line: body.line(of: $0)) }
    missingPictures = pictures.missing(of: read, lines: &body)
    notes = []
    if let note = Self.dayNote(of: post, zone: site.timeZone) { notes.append(note) }
  }

  private static func line(of keys: [String], _ post: Post) -> Int {
    post.fields.first(of: keys)?.value.line ?? 1
  }

  private static func termTexts(of post: Post, site: SiteSettings) -> [Located<TermText>] {
    site.taxonomies.flatMap(\.keys).compactMap { key in
      guard site.separators[key] == nil, let value = post.fields[key], let text = value.text else {
        return nil
      }
      return Located(value: TermText(key: key, text: text), line: value.line)
    }
  }

  // The day in the name of a file is usually that of the post. A difference of some days is that of writing and publishing.
  private static func dayNote(of post: Post, zone: SiteTimeZone) -> ArchiveProblem? {
    guard let day = post.path.leadingDay else { return nil }
    let own = post.date.day(in: zone)
    guard abs(zone.start(of: day) - zone.start(of: own)) > 7 * 86_400 else { return nil }
    return ArchiveProblem(
      path: post.path.path, line: line(of: ["date", "published", "publishDate", "pubDate"], post),
      message:
        "the name of the file has the day \(day), the post has \(own), which counts; correct one of them",
      severity: .repaired)
  }
}
