/// The type of a content file by its path below the content directory.
package enum ContentPath: Hashable, Sendable {
  /// An event page, `news/YYYY/MM/D/slug.md`.
  case event(EventName)
  /// A day's page, `news/YYYY/MM/D/index.md` or `README.md`.
  case day
  /// Any other file, such as front pages, opinion and pictures.
  case other

  /// Parses a path relative to the content directory, without a leading slash.
  package init(_ path: String) {
    // Compares bytes: as a string, a slash and a combining mark behind it are one character.
    let bytes = path.utf8
    guard bytes.starts(with: "news/".utf8), bytes.suffix(3).elementsEqual(".md".utf8) else {
      self = .other
      return
    }
    if let name = EventName(file: path) {
      self = .event(name)
      return
    }
    for file in ["index.md", "README.md"]
    where bytes.suffix(file.utf8.count + 1).elementsEqual("/\(file)".utf8) {
      let event = String(
        decoding: Array(bytes.dropLast(file.utf8.count)) + [UInt8(ascii: "x")], as: UTF8.self)
      if EventName(file: event) != nil {
        self = .day
        return
      }
    }
    self = .other
  }

  /// The day in the path of an event's or a day's page; `nil` when the calendar has no such day.
  package static func day(of path: String) -> EventDay? {
    var path = "/" + path
    return path.withUTF8 { EventName.day(inPath: $0) }
  }
}
