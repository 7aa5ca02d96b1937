import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An RSS document as an independent parser reads it.
struct RSSDocument {
  /// The texts of the items' elements, by name with prefix, in order.
  var items: [[String: String]] = []
  /// The texts of the channel's own elements.
  var channel: [String: String] = [:]

  /// Parses a document.
  init(_ data: Data) throws {
    let reader = Reader()
    let parser = XMLParser(data: data)
    parser.delegate = reader
    guard parser.parse() else {
      throw AtomDocument.Malformed(reason: "\(parser.parserError.map { "\($0)" } ?? "?")")
    }
    self = reader.document
  }

  private init() {}

  private final class Reader: NSObject, XMLParserDelegate {
    var document = RSSDocument()
    private var path: [String] = []
    private var text = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      path.append(name)
      text = ""
      if name == "item" { document.items.append([:]) }
      if name == "atom:link", path.count == 3 {
        document.channel["link " + (attributes["rel"] ?? "")] = attributes["href"]
      }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
      if path.count == 4, path[2] == "item" {
        document.items[document.items.count - 1][name] = text
      } else if path.count == 3 {
        document.channel[name] = text
      }
      path.removeLast()
    }
  }
}

/// A JSON Feed as an independent parser reads it.
struct JSONFeedDocument: Decodable {
  /// An item.
  struct Item: Decodable {
    /// The members that every item has, named nearly as in the format.
    var id, url, title, contentHtml, datePublished, dateModified: String
  }

  /// The address of the document.
  var feedUrl: String
  /// The address of the document with the items before these.
  var nextUrl: String?
  /// The items, in order.
  var items: [Item]

  /// Parses a document.
  init(_ data: Data) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(Self.self, from: data)
  }
}
