import Foundation
import Syndication

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An Atom document as an independent parser reads it.
struct AtomDocument: Equatable {
  /// A link of the feed or of an entry.
  struct Link: Equatable {
    /// The relation.
    var relation: String
    /// The address.
    var href: String
  }

  /// An entry.
  struct Entry: Equatable {
    /// The texts of its elements, by name.
    var texts: [String: String] = [:]
    /// Its links, in order.
    var links: [Link] = []
    /// Its categories as `scheme` + `term`.
    var categories: [String] = []

    /// The id.
    var id: String { texts["id"] ?? "" }
    /// The title.
    var title: String { texts["title"] ?? "" }
    /// When it was published.
    var published: String { texts["published"] ?? "" }
    /// When it was updated.
    var updated: String { texts["updated"] ?? "" }
    /// The content, as HTML.
    var content: String { texts["content"] ?? "" }
  }

  /// Why a document cannot be read.
  struct Malformed: Error { let reason: String }

  /// The texts of the feed's own elements, by name.
  var texts: [String: String] = [:]
  /// The feed's own links.
  var links: [Link] = []
  /// The entries, in order.
  var entries: [Entry] = []

  /// Parses a document.
  init(_ data: Data) throws {
    let reader = Reader()
    let parser = XMLParser(data: data)
    parser.delegate = reader
    guard parser.parse() else { throw Malformed(reason: "\(parser.parserError.map { "\($0)" } ?? "?")") }
    self = reader.document
  }

  /// A tree has no file at a path.
  struct Missing: Error { let path: String }

  /// Parses a file of a tree.
  /// - Throws: `Missing` when it is not there.
  init(_ tree: FileTree, _ path: String) throws {
    guard let data = tree.files[path] else { throw Missing(path: path) }
    self = try Self(data)
  }

  /// Parses a file of a tree; `nil` when it is not there.
  init?(_ tree: FileTree, ifThere path: String) throws {
    guard let data = tree.files[path] else { return nil }
    self = try Self(data)
  }

  private init() {}

  /// The titles of the entries, in order.
  var titles: [String] { entries.map(\.title) }
  /// The entries' ids without what all have in common: the names events were first published under.
  var names: [String] {
    entries.map { String($0.id[($0.id.range(of: ":/news/")?.lowerBound ?? $0.id.startIndex)...].dropFirst()) }
  }

  // Collects what stands in the elements of feed and entries.
  private final class Reader: NSObject, XMLParserDelegate {
    var document = AtomDocument()
    private var path: [String] = []
    private var text = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      path.append(name)
      text = ""
      let isEntry = path.count > 1 && path[1] == "entry"
      let link = Link(relation: attributes["rel"] ?? "alternate", href: attributes["href"] ?? "")
      switch name {
      case "entry": document.entries.append(Entry())
      case "link" where isEntry: document.entries[document.entries.count - 1].links.append(link)
      case "link": document.links.append(link)
      case "category" where isEntry:
        document.entries[document.entries.count - 1].categories.append(
          (attributes["scheme"] ?? "") + (attributes["term"] ?? ""))
      default: break
      }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
      if path.count == 3, path[1] == "entry" {
        document.entries[document.entries.count - 1].texts[name] = text
      } else if path.count == 2 {
        document.texts[name] = text
      }
      path.removeLast()
    }
  }
}
