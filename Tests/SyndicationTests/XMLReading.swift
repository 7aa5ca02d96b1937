import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An element as Foundation's parser reads it.
struct XMLElementNode: Equatable {
  var name: String
  var namespace: String?
  var attributes: [String: String]
  var text = ""
  var children: [XMLElementNode] = []

  /// The children of a name.
  func all(_ name: String) -> [XMLElementNode] { children.filter { $0.name == name } }

  /// The text of the first child of a name.
  subscript(_ name: String) -> String? { all(name).first?.text }
}

/// Reads a document with Foundation's XMLParser, independent of what wrote it.
func readXML(_ bytes: [UInt8]) throws -> XMLElementNode {
  let reader = TreeReader()
  let parser = XMLParser(data: Data(bytes))
  parser.shouldProcessNamespaces = true
  parser.delegate = reader
  guard parser.parse(), let root = reader.root else {
    throw parser.parserError ?? CocoaError(.fileReadCorruptFile)
  }
  return root
}

private final class TreeReader: NSObject, XMLParserDelegate {
  var root: XMLElementNode?
  private var open: [XMLElementNode] = []

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    open.append(XMLElementNode(name: elementName, namespace: namespaceURI, attributes: attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if !open.isEmpty { open[open.count - 1].text += string }
  }

  func parser(_ parser: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
    let element = open.removeLast()
    if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
  }
}
