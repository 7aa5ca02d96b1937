package import Foundation

/// The bytes of a document before its first entry, by which feedgen recognizes its own documents. The document of any version of
/// feedgen must be recognized. That of another program must never be, because feedgen removes only its own documents.
package struct DocumentHead {
  /// The XML declaration of feedgen's XML documents.
  package static let xmlDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"

  private let bytes: Data

  /// Makes a head of bytes.
  package init(_ bytes: Data) { self.bytes = bytes }

  /// Whether the head begins with a text.
  package func hasPrefix(_ text: String) -> Bool { bytes.starts(with: text.utf8) }

  /// Whether the head is a beginning of a text, and not all of it.
  package func isCut(before text: String) -> Bool {
    bytes.count < text.utf8.count && text.utf8.starts(with: bytes)
  }

  /// Whether the head is a document of its own.
  package func equals(_ document: [UInt8]) -> Bool { bytes.elementsEqual(document) }

  /// Whether the head contains a text.
  package func contains(_ text: String) -> Bool { bytes.range(of: Data(text.utf8)) != nil }

  /// Whether this is the head of an XML document without comments, CDATA sections and document type declarations, which feedgen
  /// never writes.
  package var isPlainXML: Bool { hasPrefix(Self.xmlDeclaration) && !contains("<!") }
}
