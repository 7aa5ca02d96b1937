extension ContentFormat {
  /// The page of an event, `news/YYYY/MM/D/slug.md`.
  package static let eventPage = ContentFormat(
    isEvent: true,
    recognizes: { path, settings in
      if settings.hasEventPages, case .event = ContentPath(path) { true } else { false }
    },
    parse: { bytes, path, _ in
      guard case .event(let name) = ContentPath(path) else {
        return Result(page: nil, text: .empty, problems: [])
      }
      let result = EventFileParser.parse(bytes, path: path, name: name)
      return Result(page: result.page.map(Page.event), text: result.text, problems: result.problems)
    })

  /// The page of a day, `index.md` or `README.md` in the day's directory.
  package static let dayPage = ContentFormat(
    isEvent: false, recognizes: { path, settings in settings.hasEventPages && ContentPath(path) == .day },
    parse: { bytes, path, _ in
      let result = DayPageParser.parse(bytes, path: path)
      return Result(page: result.page.map(Page.day), text: result.text, problems: result.problems)
    })
}
