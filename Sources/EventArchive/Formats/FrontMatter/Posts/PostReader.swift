internal import Primitives

/// Makes a post of front matter.
struct PostReader {
  private let frontMatter: FrontMatter
  private let fields: FrontMatterMapping
  private let path: PostPath
  private let site: SiteSettings
  private let outline: PostOutline
  /// The problems so far.
  private(set) var problems: [PostProblem] = []

  /// Makes the reader of a file.
  init(_ frontMatter: FrontMatter, path: PostPath, site: SiteSettings) {
    self.frontMatter = frontMatter
    self.path = path
    self.site = site
    fields = site.withDefaults(frontMatter.fields, for: path)
    outline = frontMatter.body.withBytes { PostOutline($0, firstLine: frontMatter.bodyLine) }
  }

  /// The page that the file is when it is no post.
  var undatedPage: UndatedPage {
    if draftReason != nil { return UndatedPage(path: path, address: nil) }
    // An address that depends on the date is none.
    let days = [EventDay(year: 2000, month: 1, day: 1), EventDay(year: 2011, month: 12, day: 31)]
    let addresses = days.compactMap { $0 }.map { day in
      let post = Post(
        path: path, title: title, date: .start(of: day, in: site.timeZone), terms: terms, countries: [],
        aliases: [], fields: fields, body: .empty, bodyLine: 1)
      return PostAddress(post, site: site).path
    }
    return UndatedPage(path: path, address: Set(addresses).count == 1 ? addresses[0] : nil)
  }

  /// The post; `nil` for a page, which has no date or is that of a folder.
  mutating func post() -> Post? {
    guard !path.isSection else { return nil }
    var dates = PostDates(fields: fields, path: path, zone: site.timeZone, kind: site.kind)
    defer { problems += dates.problems }
    guard let date = dates.published() else { return nil }
    let terms = terms
    reportBadArticles()
    let title = title
    var post = Post(
      path: path, title: title, date: date, terms: terms, countries: countries(terms: terms),
      aliases: aliases,
      fields: fields, body: frontMatter.body, bodyLine: frontMatter.bodyLine)
    post.updated = dates.date(ofKeys: Self.updateKeys).flatMap { $0.time < date.time ? nil : $0 }
    post.publication = dates.date(ofKeys: ["publishDate"])
    post.expiry = dates.date(ofKeys: ["expiryDate", "unpublishdate"])
    post.draftReason = draftReason
    post.summary = summary
    post.language =
      fields.first(of: ["lang", "language", "locale"])?.value.text
      .flatMap { LanguageTag.normalized($0) } ?? path.language ?? languageOfFolder
      ?? site.contentLanguage(of: path).flatMap { $0.folder == nil ? nil : $0.tag }
    post.image = PostImage.find(in: fields)
    post.id = id()
    post.via = via
    removeTitle(from: &post)
    post.address = PostAddress(post, site: site).path
    return post
  }
}

extension PostReader {
  private var title: String {
    for key in ["title", "newstitle", "headline"] {
      if let text = fields[key]?.text, case let title = PostText.title(text), !title.isEmpty { return title }
    }
    if let heading = outline.heading, case let title = PostText.title(heading.text), !title.isEmpty {
      return title
    }
    let title = PostText.title(ofName: path.nameWithoutDay)
    return title.isEmpty ? path.name : title
  }

  // A heading at the begin of the text that repeats the title is left out.
  private func removeTitle(from post: inout Post) {
    guard let heading = outline.heading, let end = heading.end, PostText.title(heading.text) == post.title
    else {
      return
    }
    post.body = post.body.withBytes { post.body.slice($0.slice(end...)) }
    post.bodyLine = heading.nextLine
  }

  private var languageOfFolder: String? {
    LanguageTag.folders(of: path).first { index, _ in
      site.languageFolders.contains(path.folders[...index].joined(separator: "/"))
    }?.tag
  }

  private var summary: PostSummary? {
    for key in Self.summaryKeys {
      guard let text = fields[key]?.text, text.contains(where: { !$0.isWhitespace }) else { continue }
      return .field(text)
    }
    if let length = outline.excerptLength {
      let start = outline.heading.flatMap { PostText.title($0.text) == title ? $0.end : nil } ?? 0
      let text = frontMatter.body.withBytes {
        String(decoding: $0.slice(min(start, length)..<length), as: UTF8.self)
      }
      if text.contains(where: { !$0.isWhitespace }) { return .excerpt(withDefinitions(text)) }
    }
    return outline.paragraph.map { .paragraph(withDefinitions($0)) }
  }

  // The definitions of links are usually at the end of the text.
  private func withDefinitions(_ text: String) -> String {
    guard path.fileExtension != "html", text.utf8.contains(.leftBracket) else { return text }
    return frontMatter.body.withBytes { LinkDefinitions.complete(text, from: $0) }
  }

  private mutating func reportBadArticles() {
    let reader = TermReader(fields: fields, path: path, site: site)
    problems += Set(site.taxonomies.flatMap(reader.linesOfBadArticles)).sorted().map { line in
      PostProblem(
        line: line,
        message:
          "the article of this term is left out, because it is no http or https URL and no item of Wikidata; write `wikidata: Q79` or `sameAs: https://…`"
      )
    }
  }

  private var terms: [String: [Term]] {
    let reader = TermReader(fields: fields, path: path, site: site)
    var terms: [String: [Term]] = [:]
    for taxonomy in site.taxonomies {
      let isInline = site.kind == .obsidian && taxonomy.name == Taxonomy.tag.name
      let inline =
        isInline
        ? frontMatter.body.withBytes { InlineTags.tags(in: $0, firstLine: frontMatter.bodyLine) } : []
      let found = reader.terms(of: taxonomy, inlineTags: inline)
      if !found.isEmpty { terms[taxonomy.name] = found }
    }
    return terms
  }

  // The keys of countries, and tags such as `country-eg`.
  private func countries(terms: [String: [Term]]) -> [Post.CountryName] {
    let values = [["country"], ["countries"], ["location", "country"]].compactMap { fields.value(at: $0) }
    var names = values.flatMap(\.items).compactMap { value in
      (value.text ?? value.mapping?.first(of: ["name", "code", "title"])?.value.text)
        .map { Post.CountryName(text: PostText.oneLine($0), line: value.line) }
    }
    for term in (terms[Taxonomy.tag.name] ?? []) + (terms[Taxonomy.category.name] ?? [])
    where term.key.text.hasPrefix("country ") {
      names.append(Post.CountryName(text: String(term.key.text.dropFirst(8)), line: term.line))
    }
    var known: Set<String> = []
    return names.filter { !$0.text.isEmpty && known.insert($0.text.lowercased()).inserted }
  }

  // Hugo and Zola: `aliases`; Jekyll: `redirect_from`. Aliases of Obsidian are other names, no addresses.
  private var aliases: [String] {
    let keys = site.kind == .obsidian ? ["redirect_from"] : ["aliases", "redirect_from"]
    return keys.flatMap { fields[$0]?.items ?? [] }.compactMap(\.text).filter { !$0.contains("{{") }
  }

  private var via: String? {
    for key in ["external_url", "link", "source_url", "canonical"] {
      guard let text = fields[key]?.text?.trimmingQuotes else { continue }
      let address = text.lowercased()
      if address.hasPrefix("https://") || address.hasPrefix("http://"), !text.contains(" ") { return text }
    }
    return nil
  }

  private mutating func id() -> PostID? {
    guard let entry = fields.first(of: ["guid", "id", "uuid"]) else { return nil }
    if let id = entry.value.text.flatMap({ PostID($0) }) { return id }
    problems.append(PostProblem(line: entry.value.line, message: PostID.problem(key: entry.key)))
    return nil
  }

  private var draftReason: String? {
    if path.folders.contains("_drafts") { return "_drafts/" }
    for (keys, value) in Self.switches where fields.value(at: keys)?.boolean == value {
      return "\(keys.joined(separator: ".")): \(value)"
    }
    for (keys, texts) in Self.states {
      if let text = fields.value(at: keys)?.text?.lowercased(), texts.contains(text) {
        return "\(keys.joined(separator: ".")): \(text)"
      }
    }
    return nil
  }

  private static let switches: [(keys: [String], value: Bool)] = [
    (["draft"], true), (["published"], false), (["publish"], false), (["headless"], true),
    (["permalink"], false), (["eleventyExcludeFromCollections"], true),
  ]
  private static let states: [(keys: [String], texts: Set<String>)] = [
    (["status"], ["draft", "hidden", "skip"]), (["build", "list"], ["never", "false"]),
    (["_build", "list"], ["never", "false"]),
  ]
  private static let summaryKeys = [
    "summary", "description", "excerpt", "deck", "subtitle", "dek", "lead", "abstract", "teaser",
    "previewText",
  ]
  private static let updateKeys = [
    "lastmod", "updated", "modified", "last_modified_at", "modDatetime", "updatedDate", "dateModified",
    "last_updated", "update",
  ]
}
