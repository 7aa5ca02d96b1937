internal import Syndication

/// The numbers of events per month as a drawing (SVG), and per year as a table.
struct MonthChart {
  private let months: [MonthlyCounts.Month]

  // The size of a bar's column and of the drawing, in units that are scaled to the width of the page.
  private static let step = 10
  private static let height = 100
  // A chart has this many months at least.
  private static let fewestMonths = 24

  /// Makes the chart of months in order; `nil` when there are none.
  init?(_ months: [MonthlyCounts.Month]) {
    guard !months.isEmpty else { return nil }
    self.months = months
  }

  /// Appends the chart.
  func append(to html: inout HTMLFragment) {
    let last = Self.position(months[months.count - 1])
    let first = min(Self.position(months[0]), last - Self.fewestMonths + 1)
    let peak = months.reduce(months[0]) { $1.events > $0.events ? $1 : $0 }
    let total = months.reduce(0) { $0 + $1.events }
    html.raw("<section class=\"months\"><h2>Events a month</h2>\n<svg viewBox=\"0 0 ")
    html.text("\((last - first + 1) * Self.step) \(Self.height)")
    html.raw("\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"")
    html.text(
      "\(PageText.events(total)) from \(PageText.month(months[0].number)) to "
        + "\(PageText.month(months[months.count - 1].number)), most in \(PageText.month(peak.number)): "
        + PageText.number(peak.events))
    html.raw("\"><path d=\"")
    html.text(path(first: first, peak: peak.events))
    html.raw("\"/></svg>\n<p class=\"span soft\"><span>")
    html.text(PageText.month(Self.number(first)))
    html.raw("</span><span>most: ")
    html.text("\(PageText.number(peak.events)) in \(PageText.month(peak.number))")
    html.raw("</span><span>")
    html.text(PageText.month(months[months.count - 1].number))
    html.raw("</span></p>\n")
    appendTable(to: &html)
    html.raw("</section>\n")
  }

  // A bar for each month with events.
  private func path(first: Int, peak: Int) -> String {
    var path = ""
    for month in months {
      let tall = max(2, month.events * Self.height / peak)
      let x = (Self.position(month) - first) * Self.step
      path += "M\(x) \(Self.height)v-\(tall)h\(Self.step - 1)v\(tall)z"
    }
    return path
  }

  private func appendTable(to html: inout HTMLFragment) {
    var years: [(year: Int, events: Int)] = []
    for month in months {
      let year = month.number / 100
      if years.last?.year == year {
        years[years.count - 1].events += month.events
      } else {
        years.append((year, month.events))
      }
    }
    html.raw(
      "<details><summary>Numbers by year</summary>\n<table><caption class=\"unseen\">Events a year</caption>")
    html.raw("<thead><tr><th scope=\"col\">Year</th><th scope=\"col\">Events</th></tr></thead>\n<tbody>")
    for (year, events) in years.reversed() {
      html.raw("<tr><th scope=\"row\">")
      html.text("\(year)")
      html.raw("</th><td>")
      html.text(PageText.number(events))
      html.raw("</td></tr>")
    }
    html.raw("</tbody></table></details>\n")
  }

  // The number of a month counted from the year 0, and the month `yyyymm` with such a number.
  private static func position(_ month: MonthlyCounts.Month) -> Int {
    month.number / 100 * 12 + month.number % 100 - 1
  }
  private static func number(_ position: Int) -> Int { position / 12 * 100 + position % 12 + 1 }
}
