internal import CLibxml2

/// Writes XML with libxml2 into memory. Not safe for concurrent use.
package final class XMLWriter {
  private let buffer: xmlBufferPtr
  private let writer: xmlTextWriterPtr
  private var scratch: [UInt8] = []
  // Whether a call of libxml2 has failed since the last `flush`.
  private var hasFailed = false

  /// Makes a writer with an empty buffer.
  /// - Throws: `SyndicationError.outOfMemory`.
  package init() throws(SyndicationError) {
    LibXML.setUp()
    guard let buffer = xmlBufferCreateSize(1 << 14) else { throw .outOfMemory }
    guard let writer = xmlNewTextWriterMemory(buffer, 0) else {
      xmlBufferFree(buffer)
      throw .outOfMemory
    }
    self.buffer = buffer
    self.writer = writer
  }

  deinit {
    xmlFreeTextWriter(writer)
    xmlBufferFree(buffer)
  }

  /// Writes the XML declaration: version 1.0, UTF-8.
  func startDocument() { check(xmlTextWriterStartDocument(writer, nil, "UTF-8", nil)) }

  /// Writes the XML declaration, and the address of the stylesheet with which browsers display the document.
  func startDocument(stylesheet: String) {
    startDocument()
    check(
      xmlTextWriterWritePI(
        writer, Self.pointer("xml-stylesheet"), "type=\"text/css\" href=\"\(stylesheet)\""))
    newline()
  }

  /// Writes the comment by which feedgen recognises its own documents.
  func ownComment() {
    check(xmlTextWriterWriteComment(writer, Self.pointer(" Written by feedgen ")))
    newline()
  }

  /// Ends every open element.
  func endDocument() { check(xmlTextWriterEndDocument(writer)) }

  /// Opens an element.
  func start(_ name: StaticString) { check(xmlTextWriterStartElement(writer, Self.pointer(name))) }

  /// Closes the innermost open element.
  func end() { check(xmlTextWriterEndElement(writer)) }

  /// Adds an attribute to the element that was opened last.
  func attribute(_ name: StaticString, _ value: String) {
    check(xmlTextWriterStartAttribute(writer, Self.pointer(name)))
    text(value)
    check(xmlTextWriterEndAttribute(writer))
  }

  /// Adds an attribute; `nil` adds none.
  func attribute(_ name: StaticString, _ value: String?) {
    if let value { attribute(name, value) }
  }

  /// Writes text: escaped, and without the characters that XML 1.0 forbids, which libxml2 does not remove.
  func text(_ text: String) {
    scratch.removeAll(keepingCapacity: true)
    XMLCharacters.append(text, to: &scratch)
    guard let count = Int32(exactly: scratch.count) else {
      hasFailed = true
      return
    }
    check(
      scratch.withUnsafeBufferPointer {
        xmlTextWriterWriteRawLen(writer, $0.baseAddress ?? Self.pointer(""), count)
      })
  }

  /// Writes an element that contains only text.
  func element(_ name: StaticString, _ text: String) {
    start(name)
    self.text(text)
    end()
  }

  /// Writes an element that contains only text, and ends the line.
  func line(_ name: StaticString, _ text: String) {
    element(name, text)
    newline()
  }

  /// Begins a new line between elements, so that people can read the document.
  func newline() { check(xmlTextWriterWriteRawLen(writer, Self.pointer("\n"), 1)) }

  /// Calls `body` with the XML since the last call, and empties the buffer.
  /// - Throws: `SyndicationError.notWritten` if a call of libxml2 has failed, or the error of `body`.
  package func flush<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
    check(xmlTextWriterFlush(writer))
    defer { empty() }
    if hasFailed { throw SyndicationError.notWritten }
    return try body(
      UnsafeRawBufferPointer(start: xmlBufferContent(buffer), count: Int(xmlBufferLength(buffer))))
  }

  /// Ends every open element, and discards everything since the last `flush`.
  func discard() {
    xmlTextWriterEndDocument(writer)
    xmlTextWriterFlush(writer)
    empty()
  }

  private func empty() {
    xmlBufferEmpty(buffer)
    hasFailed = false
  }

  // Checks a result code of libxml2: -1 means failure.
  private func check(_ code: Int32) { hasFailed = hasFailed || code < 0 }

  private static func pointer(_ name: StaticString) -> UnsafePointer<xmlChar> {
    UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: xmlChar.self)
  }
}

/// An error that prevents the writing of a document.
package enum SyndicationError: Error, Sendable, CustomStringConvertible {
  /// libxml2 cannot allocate memory.
  case outOfMemory
  /// A call of libxml2 has failed, for lack of memory or because elements are out of order.
  case notWritten

  /// The fault and the remedy.
  package var description: String {
    switch self {
    case .outOfMemory: "out of memory while writing a feed; free some and run again"
    case .notWritten:
      "libxml2 cannot write a feed, usually because memory is used up; free some and run again"
    }
  }
}
