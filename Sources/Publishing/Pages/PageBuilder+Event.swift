internal import Classification
internal import EventArchive
internal import Primitives
internal import Syndication

/// The pages of events, and pages that lead elsewhere.
extension PageBuilder {
  /// Appends the page of an event.
  func append(eventPage event: PublicationPlan.Event, to html: inout HTMLFragment) throws {
    let id = site.id(ofEvent: EventName(storedPath: names[event.id.index]))
    html.html(frame.start)
    try append(.head, of: event, to: &html)
    appendData(of: event, id: id, to: &html)
    html.html(frame.headEnd)
    html.raw("<article class=\"story\">\n<p class=\"crumb\">")
    let day = CalendarPeriod.day(event.day)
    html.link(site, to: day, PageText.period(day))
    html.raw("</p>\n")
    try append(.body, of: event, to: &html)
    if plan.topics(of: event).inFeeds.contains(where: hasPage) {
      html.raw("<section><h2>Topics</h2>\n<p class=\"soft\">Each has a feed.</p>\n")
      appendTopics(of: event, to: &html)
      html.raw("</section>\n")
    }
    html.raw("<p class=\"soft id\">Id: <code>")
    html.untrustedText(id)
    html.raw("</code></p>\n</article>\n")
    html.html(frame.end)
  }

  // The rest of the event's JSON-LD, and the dates of OpenGraph.
  private func appendData(of event: PublicationPlan.Event, id: String, to html: inout HTMLFragment) {
    let (published, updated) = (event.published.description, event.updated.description)
    var json = JSONWriter()
    json.object {
      $0.member("datePublished", published)
      $0.member("dateModified", updated)
      $0.member("identifier", id)
      $0.member("author") { append(authorsOf: event, to: &$0) }
    }
    html.scriptData(json.bytes.dropFirst().dropLast())
    html.raw(",\"keywords\":[")
    html.html(keywords(of: event))
    html.raw("]}</script>\n<meta property=\"article:published_time\" content=\"")
    html.text(published)
    html.raw("\">\n<meta property=\"article:modified_time\" content=\"")
    html.text(updated)
    html.raw("\">\n<link rel=\"alternate\" type=\"")
    let format = site.formats.first ?? .atom
    html.text(format.mediaType)
    html.raw("\" title=\"")
    html.untrustedText(site.title)
    html.raw("\" href=\"")
    html.text(site.url(ofPath: "\(TopicKind.all.name).\(format.pathExtension)"))
    html.raw("\">\n")
  }

  // The authors of a post, or the author of the feeds.
  private func append(authorsOf event: PublicationPlan.Event, to json: inout JSONWriter) {
    let authors = plan.topics(of: event).map { plan.topics[$0.index] }.filter { $0.kind == .author }
    if authors.isEmpty { return PagePieces.organization(site.author, &json) }
    json.list { json in
      for author in authors {
        json.element {
          $0.object {
            $0.member("@type", "Person")
            $0.member("name", author.name)
          }
        }
      }
    }
  }

  /// Appends a page that leads to another address of the site.
  func append(redirectTo address: String, to html: inout HTMLFragment) {
    let path = String(address.dropFirst())
    html.html(frame.start)
    html.raw("<title>This page has moved</title>\n")
    html.raw("<link rel=\"canonical\" href=\"")
    html.text(site.baseURL + path)
    html.raw("\">\n<meta http-equiv=\"refresh\" content=\"0; url=")
    html.text(site.basePath + path)
    html.raw("\">\n</head>\n<body>\n<main><h1>This page has moved</h1>\n<p>")
    html.link(site, path: path, "It is here now")
    html.raw("</p></main>\n</body>\n</html>\n")
  }
}
