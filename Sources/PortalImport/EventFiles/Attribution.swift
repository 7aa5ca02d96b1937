internal import EventArchive

/// The source that names the authors and the licence of the texts, as CC BY-SA 4.0, section 3(a), demands.
enum Attribution {
  private static let licence = EventDocument.Link(
    text: "CC BY-SA 4.0", target: "https://creativecommons.org/licenses/by-sa/4.0/")

  /// The links to the page of a day and to the licence.
  static func links(for day: EventDay) -> [EventDocument.Link] {
    [EventDocument.Link(text: "Wikipedia contributors", target: PortalDay.address(of: day)), licence]
  }

  /// Whether an event file was imported from the page of a day.
  static func isImported(_ document: EventDocument, from day: EventDay) -> Bool {
    let address = PortalDay.address(of: day)
    return document.sources.contains { $0.target == address }
  }

  /// The address of the first source that is a report; `nil` when there is none.
  static func firstReport(of document: EventDocument, on day: EventDay) -> String? {
    let own = Set(links(for: day).map(\.target))
    return document.sources.first { !own.contains($0.target) }?.target
  }
}
