package import Foundation

/// An Atom document as an independent parser reads it.
package struct AtomDocument: Equatable {
  /// A link of the feed or of an entry.
  package struct Link: Equatable {
    /// The relation.
    package var relation: String
    /// The address.
    package var href: String
  }

  /// An entry.
  package struct Entry: Equatable {
    /// The texts of its elements, by name.
    package var texts: [String: String]
    /// Its links, in order.
    package var links: [Link]
    /// Its categories as `scheme` + `term`, without the fragment of the scheme.
    package var categories: [String]
    /// The fragments of the schemes, by `term`.
    package var kinds: [String: String]

    /// The id.
    package var id: String { texts["id"] ?? "" }
    /// The title.
    package var title: String { texts["title"] ?? "" }
    /// When it was published.
    package var published: String { texts["published"] ?? "" }
    /// When it was updated.
    package var updated: String { texts["updated"] ?? "" }
    /// The content, as HTML.
    package var content: String { texts["content"] ?? "" }
  }

  /// The texts of the feed's own elements, by name.
  package var texts: [String: String]
  /// The feed's own links.
  package var links: [Link]
  /// The entries, in order.
  package var entries: [Entry]

  /// Parses a document.
  /// - Throws: the error of the parser.
  package init(_ data: Data) throws {
    let feed = try XMLElementNode(parsing: data)
    texts = feed.texts
    links = feed.all("link").map(Link.init)
    entries = feed.all("entry").map(Entry.init)
  }

  /// A tree has no file at a path.
  package struct Missing: Error { let path: String }

  /// Parses a file of a tree.
  /// - Throws: `Missing` when it is not there.
  package init(_ tree: FileTree, _ path: String) throws {
    guard let data = tree.files[path] else { throw Missing(path: path) }
    self = try Self(data)
  }

  /// Parses a file of a tree; `nil` when it is not there.
  package init?(_ tree: FileTree, ifThere path: String) throws {
    guard let data = tree.files[path] else { return nil }
    self = try Self(data)
  }

  /// The titles of the entries, in order.
  package var titles: [String] { entries.map(\.title) }
  /// The ids of the entries from `/news/` on: the names that the events were first published under.
  package var names: [String] {
    entries.map { entry in
      let start = entry.id.firstRange(of: ":/news/")?.lowerBound ?? entry.id.startIndex
      return String(entry.id[start...].dropFirst())
    }
  }
}

extension AtomDocument.Link {
  fileprivate init(_ element: XMLElementNode) {
    relation = element.attributes["rel"] ?? "alternate"
    href = element.attributes["href"] ?? ""
  }
}

extension AtomDocument.Entry {
  fileprivate init(_ element: XMLElementNode) {
    texts = element.texts
    links = element.all("link").map(AtomDocument.Link.init)
    categories = []
    kinds = [:]
    for category in element.all("category") {
      let scheme = category.attributes["scheme"] ?? ""
      let term = category.attributes["term"] ?? ""
      let mark = scheme.utf8.firstIndex(of: UInt8(ascii: "#"))
      categories.append(scheme[..<(mark ?? scheme.endIndex)] + term)
      if let mark, kinds[term] == nil { kinds[term] = String(scheme[mark...].dropFirst()) }
    }
  }
}
