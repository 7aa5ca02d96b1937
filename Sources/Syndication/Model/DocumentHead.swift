package import Foundation

/// The bytes of a document before its first entry, by which feedgen recognises its own documents. A head must be recognised in
/// whatever version wrote it, and never in a document of another program, because documents of others are not removed.
package struct DocumentHead {
  /// The declaration with which each XML document of feedgen begins.
  package static let xmlDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"

  private let bytes: Data

  /// Makes a head of bytes.
  package init(_ bytes: Data) { self.bytes = bytes }

  /// Whether the head begins with a text.
  package func begins(_ text: String) -> Bool { bytes.starts(with: text.utf8) }

  /// Whether the head holds a text.
  package func holds(_ text: String) -> Bool { bytes.range(of: Data(text.utf8)) != nil }

  /// Whether it is the head of an XML document without comments, CDATA and document types, which feedgen never writes.
  package var isPlainXML: Bool { begins(Self.xmlDeclaration) && !holds("<!") }
}
