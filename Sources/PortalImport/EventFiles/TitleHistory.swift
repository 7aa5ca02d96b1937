internal import Primitives

/// The Changes list of a file that keeps its name.
enum TitleHistory {
  /// The list of a file with a new title: each former title once, the present one last.
  static func changes(of file: EventDocument, newTitle title: String, now: UnixTime) -> [EventDocument.Change]
  {
    if title == file.title { return file.changes }
    let path = file.name.path
    var former = file.changes.filter { !$0.replaced.isEmpty }
    former.append(
      EventDocument.Change(
        title: EventDocument.Link(text: file.title, target: path), replaced: timestamp(now)))
    former.removeAll { $0.title.text == title }
    // The first title stays.
    if former.count > PortalLimits.formerTitles {
      former.removeSubrange(1...(former.count - PortalLimits.formerTitles))
    }
    let present = EventDocument.Change(title: EventDocument.Link(text: title, target: path), replaced: "")
    return former.isEmpty ? [] : former + [present]
  }

  // `2026-08-20 13:49:25`
  private static func timestamp(_ time: UnixTime) -> String {
    String(time.description.replacing("T", with: " ").prefix(19))
  }
}
