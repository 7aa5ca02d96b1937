internal import CLibxml2

/// An element of a small XML document that was read into memory, by local names; attributes, comments and namespaces are dropped.
package struct ParsedElement: Sendable {
  /// The local name.
  package let name: String
  /// The character data of the element itself.
  package private(set) var text = ""
  /// The child elements, in order.
  package private(set) var children: [ParsedElement] = []

  /// Reads a document; `nil` when it is not well-formed. Entities other than the five of XML are not replaced, and nothing is loaded.
  package init?(_ bytes: [UInt8]) {
    LibXML.setUp()
    let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
    let document = bytes.withUnsafeBytes { bytes in
      xmlReadMemory(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), nil, "UTF-8",
        Int32(options))
    }
    guard let document else { return nil }
    defer { xmlFreeDoc(document) }
    guard let root = xmlDocGetRootElement(document) else { return nil }
    self.init(root)
  }

  private init(_ node: xmlNodePtr) {
    name = Self.string(node.pointee.name)
    var next = node.pointee.children
    while let child = next {
      switch child.pointee.type {
      case XML_ELEMENT_NODE: children.append(ParsedElement(child))
      case XML_TEXT_NODE, XML_CDATA_SECTION_NODE: text += Self.string(child.pointee.content)
      default: break
      }
      next = child.pointee.next
    }
  }

  private static func string(_ text: UnsafePointer<xmlChar>?) -> String {
    text.map { String(cString: $0) } ?? ""
  }

  /// The text of the first child with a name; `nil` when there is none.
  package subscript(_ name: String) -> String? { children.first { $0.name == name }?.text }

  /// The children with a name, in order.
  package func all(_ name: String) -> [ParsedElement] { children.filter { $0.name == name } }
}
