internal import ArchiveIndex
internal import Classification
internal import EventArchive
internal import Foundation
package import Pipeline
internal import Primitives
internal import Watching

extension Configuration {
  /// The kind of site that was found, with its posts by state and its terms; `nil` for an archive of event pages.
  package func siteLine(_ summary: Build.Summary) -> String? {
    guard let site = format.site, let posts = summary.posts else { return nil }
    let names = site.settings.taxonomies.map(\.name)
    let terms = names.map { ($0, summary.topics[TopicKind.taxonomy($0)] ?? 0) }
    let others = posts.pages == 0 ? [] : ["\(posts.pages) other files (see `feedgen check`)"]
    return line(site, posts, others: others, terms: Dictionary(terms) { $1 })
  }

  /// The same line for the findings of a check, with the reasons why other files are no posts.
  package func siteLine(_ findings: ContentCheck.Findings) -> String? {
    guard let site = format.site, let posts = findings.posts else { return nil }
    let names: [(ContentFormat.Reason, String)] = [
      (.noDate, "pages without date"), (.noFrontMatter, "files without front matter"),
      (.template, "templates"),
    ]
    let others = names.compactMap { reason, name in posts.others[reason].map { "\($0) \(name)" } }
    return line(site, posts.counts, others: others, terms: posts.terms)
  }

  private func line(
    _ site: PostSite, _ posts: PostCounts, others: [String], terms: [String: Int]
  ) -> String {
    let kind = site.settings.kind.map { "\($0.name) site" } ?? "posts"
    let place = site.configuration.map { " (\($0))" } ?? ""
    let counts = [
      (posts.published, "published"), (posts.expired, "expired"),
      (posts.drafts, posts.drafts == 1 ? "draft" : "drafts"),
      (posts.inOtherLanguages, "in other languages"), (posts.future, "in the future"),
    ]
    let states = counts.filter { $0.0 > 0 || $0.1 == "published" }.map { "\($0.0) \($0.1)" }
    let taxonomies = site.settings.taxonomies.compactMap { taxonomy in
      terms[taxonomy.name].flatMap { $0 > 0 ? "\(Taxonomy.plural(of: taxonomy.name)) \($0)" : nil }
    }
    let parts =
      ["\(posts.all) posts, \(states.joined(separator: ", "))"]
      + (others.isEmpty ? [] : [others.joined(separator: ", ")])
      + (taxonomies.isEmpty ? [] : ["taxonomies \(taxonomies.joined(separator: ", "))"])
    return "\(kind)\(place): \(parts.joined(separator: "; "))"
  }

  /// The reason why a build found no event, and what to do.
  package func adviceWithoutEvents(_ summary: Build.Summary) throws -> String {
    if let site = format.site {
      let kind = site.settings.kind.map { "this \($0.name) site" } ?? "this directory"
      if let posts = summary.posts, posts.all > 0 {
        return
          "\(content): \(kind) has no published post: \(posts.drafts) drafts, \(posts.future) in the future, \(posts.expired) expired; see \"site.future\" in docs/configuration.md"
      }
      return
        "\(content): \(kind) has no posts: a post is a Markdown file with front matter and a date; `feedgen check` names the files that are none, and why"
    }
    let count = try markdownFiles()
    if count > 0 {
      return
        "\(content): no event files there (news/YYYY/MM/D/slug.md), but \(count) Markdown files; set \"format\" to \"posts\", or to the kind of your site, if they are posts with front matter"
    }
    return
      "\(content)/news: no event files there (news/YYYY/MM/D/slug.md), and \(content) has no posts of a Hugo, Jekyll, Zola or other site; name the right directory by `content` or --content"
  }

  // The number of files in the content directory that may be posts.
  private func markdownFiles() throws -> Int {
    var settings = buildSettings
    settings.format = ContentSettings(site: PostSite(SiteSettings(), root: .site))
    return try settings.scanner.scan().files.count
  }
}
