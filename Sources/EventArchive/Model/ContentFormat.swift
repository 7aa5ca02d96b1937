package import Primitives

/// A format of content files: how a file of it is recognised and read. A format is a value in a folder of its own, and a line in
/// `all`.
package struct ContentFormat: Sendable {
  /// The page of a file.
  package enum Page: Sendable {
    /// An event.
    case event(EventPage)
    /// The page of a day.
    case day(DayPage)
  }

  /// The result of reading a file.
  package struct Result: Sendable {
    /// The page; `nil` when a problem rejects the file.
    package var page: Page?
    /// The whole file, of which the texts of the page are parts.
    package var text: TextSlice
    /// The problems of the file, by line.
    package var problems: [ArchiveProblem]
  }

  /// All formats; the first that recognises a file reads it.
  package static let all: [ContentFormat] = [.eventPage, .dayPage]

  /// Whether each file of the format is an event, as opposed to a page about several.
  package let isEvent: Bool
  /// Whether the file at a path below the content directory has the format.
  package let recognises: @Sendable (_ path: String) -> Bool
  /// Reads the bytes of the file at a path that the format recognises.
  package let parse: @Sendable (_ bytes: UnsafeBufferPointer<UInt8>, _ path: String) -> Result

  /// The format of the file at a path below the content directory; `nil` when it has none.
  package static func format(of path: String) -> ContentFormat? { all.first { $0.recognises(path) } }
}
