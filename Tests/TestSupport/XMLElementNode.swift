internal import Foundation

#if canImport(FoundationXML)
  internal import FoundationXML
#endif

/// An element as Foundation's XMLParser reads it, independent of the code that wrote it.
package struct XMLElementNode: Equatable {
  /// The name without a prefix.
  package var name: String
  /// The name with its prefix.
  package var qualifiedName: String
  /// The URI of the namespace.
  package var namespace: String?
  /// The values of the attributes by name.
  package var attributes: [String: String]
  /// The text between the tags, without that of children.
  package var text = ""
  /// The children, in order.
  package var children: [XMLElementNode] = []

  /// The children of a name.
  package func all(_ name: String) -> [XMLElementNode] { children.filter { $0.name == name } }

  /// The text of the first child of a name.
  package subscript(_ name: String) -> String? { all(name).first?.text }

  /// The texts of the children by qualified name; of several children of one name, the text of the last.
  package var texts: [String: String] {
    Dictionary(children.map { ($0.qualifiedName, $0.text) }) { _, last in last }
  }
}

extension XMLElementNode {
  /// Parses a document; the element is its root.
  /// - Throws: the error of the parser.
  package init(parsing document: some Sequence<UInt8>) throws {
    let reader = TreeReader()
    let parser = XMLParser(data: Data(document))
    parser.shouldProcessNamespaces = true
    parser.delegate = reader
    guard parser.parse(), let root = reader.root else {
      throw parser.parserError ?? CocoaError(.fileReadCorruptFile)
    }
    self = root
  }
}

private final class TreeReader: NSObject, XMLParserDelegate {
  var root: XMLElementNode?
  private var open: [XMLElementNode] = []

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    open.append(
      XMLElementNode(
        name: elementName, qualifiedName: qualifiedName ?? elementName, namespace: namespaceURI,
        attributes: attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if !open.isEmpty { open[open.count - 1].text += string }
  }

  func parser(_ parser: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
    let element = open.removeLast()
    if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
  }
}
