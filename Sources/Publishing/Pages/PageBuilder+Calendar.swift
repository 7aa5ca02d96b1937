internal import Classification
internal import EventArchive
internal import Primitives
internal import Syndication

/// The pages of days, months and years.
extension PageBuilder {
  /// Appends the page of a period.
  func append(calendarPage period: CalendarPeriod, to html: inout HTMLFragment) throws {
    let title = PageText.period(period)
    let path = period.path.address.dropFirst()
    html.html(frame.start)
    html.metadata(
      PageMetadata(
        title: title, description: period == .all ? "All events by day." : "The events of \(title).",
        url: site.baseURL + path), of: site)
    html.html(frame.headEnd)
    html.raw("<p class=\"crumb\">")
    if let parent = period.parent {
      html.link(site, to: parent, PageText.period(parent))
    } else {
      html.link(site, path: "", "All topics")
    }
    html.raw("</p>\n<h1>")
    html.text(title)
    html.raw("</h1>\n")
    appendSteps(of: period, to: &html)
    if case .day(let day) = period {
      let events = plan.calendar.events(on: day).sorted { plan.precedes($0, $1, names: names) }
      html.raw("<h2 class=\"unseen\">")
      html.text(PageText.events(events.count))
      html.raw("</h2>\n")
      try append(events, showsDay: false, to: &html)
    } else {
      appendParts(of: period, to: &html)
    }
    html.html(frame.end)
  }

  // The links to the periods before and after.
  private func appendSteps(of period: CalendarPeriod, to html: inout HTMLFragment) {
    let neighbours = plan.calendar.neighbours(of: period)
    guard neighbours.previous != nil || neighbours.next != nil else { return }
    html.raw("<nav class=\"steps\" aria-label=\"Before and after\">")
    if let previous = neighbours.previous {
      html.link(site, to: previous, "← \(PageText.period(previous))")
    }
    html.raw(" ")
    if let next = neighbours.next {
      html.link(site, to: next, "\(PageText.period(next)) →")
    }
    html.raw("</nav>\n")
  }

  // The shorter periods with events, with the numbers of these.
  private func appendParts(of period: CalendarPeriod, to html: inout HTMLFragment) {
    var parts: [(period: CalendarPeriod, events: Int)] = []
    for day in plan.calendar.days(in: period) {
      let part = period.part(with: day)
      if parts.last?.period != part { parts.append((part, 0)) }
      parts[parts.count - 1].events += plan.calendar.events(on: day).count
    }
    if parts.isEmpty { html.raw("<p class=\"soft\">There are no events yet.</p>\n") }
    html.raw("<ul class=\"topics columns\" role=\"list\">\n")
    for (part, events) in parts.reversed() {
      html.raw("<li class=\"item\"><a class=\"topic\" href=\"")
      html.text(site.basePath + part.path.address.dropFirst())
      html.raw("\"><span class=\"name\">")
      html.text(PageText.period(part))
      html.raw("</span><span class=\"count\">")
      html.text(PageText.number(events))
      html.raw("<span class=\"unseen\">")
      html.raw(events == 1 ? " event" : " events")
      html.raw("</span></span></a></li>\n")
    }
    html.raw("</ul>\n")
  }
}
