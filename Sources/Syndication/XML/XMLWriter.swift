internal import CLibxml2

/// Writes XML with libxml2 into memory. Not for several threads at once.
package final class XMLWriter {
  private let buffer: xmlBufferPtr
  private let writer: xmlTextWriterPtr
  private var scratch: [UInt8] = []
  // Whether libxml2 has refused to write anything since the last `take`.
  private var hasFailed = false

  /// Makes a writer with an empty buffer.
  /// - Throws: `SyndicationError.outOfMemory`.
  package init() throws(SyndicationError) {
    guard let buffer = xmlBufferCreateSize(1 << 14) else { throw .outOfMemory }
    guard let writer = xmlNewTextWriterMemory(buffer, 0) else {
      xmlBufferFree(buffer)
      throw .outOfMemory
    }
    (self.buffer, self.writer) = (buffer, writer)
  }

  deinit {
    xmlFreeTextWriter(writer)
    xmlBufferFree(buffer)
  }

  /// Writes the XML declaration: version 1.0, UTF-8.
  func startDocument() { note(xmlTextWriterStartDocument(writer, nil, "UTF-8", nil)) }

  /// Writes the XML declaration, and the address of the stylesheet that browsers show the document with.
  func startDocument(stylesheet: String) {
    startDocument()
    note(
      xmlTextWriterWritePI(
        writer, Self.pointer("xml-stylesheet"), "type=\"text/css\" href=\"\(stylesheet)\""))
    newline()
  }

  /// Ends every open element.
  func endDocument() { note(xmlTextWriterEndDocument(writer)) }

  /// Opens an element.
  func start(_ name: StaticString) { note(xmlTextWriterStartElement(writer, Self.pointer(name))) }

  /// Closes the innermost open element.
  func end() { note(xmlTextWriterEndElement(writer)) }

  /// Adds an attribute to the element just opened.
  func attribute(_ name: StaticString, _ value: String) {
    note(xmlTextWriterStartAttribute(writer, Self.pointer(name)))
    text(value)
    note(xmlTextWriterEndAttribute(writer))
  }

  /// Adds an attribute unless there is no value.
  func attribute(_ name: StaticString, _ value: String?) {
    if let value { attribute(name, value) }
  }

  /// Writes text, escaped and freed from what XML 1.0 forbids, which libxml2 would let pass.
  func text(_ text: String) {
    scratch.removeAll(keepingCapacity: true)
    XMLCharacters.append(text, to: &scratch)
    guard let count = Int32(exactly: scratch.count) else {
      hasFailed = true
      return
    }
    note(
      scratch.withUnsafeBufferPointer {
        xmlTextWriterWriteRawLen(writer, $0.baseAddress ?? Self.pointer(""), count)
      })
  }

  /// Writes a whole element that holds nothing but text.
  func element(_ name: StaticString, _ text: String) {
    start(name)
    self.text(text)
    end()
  }

  /// Writes elements with the same text, a line each.
  func lines(_ names: [StaticString], _ text: String) {
    for name in names {
      newline()
      element(name, text)
    }
    newline()
  }

  /// Begins a new line between elements, for people who open the document.
  func newline() { note(xmlTextWriterWriteRawLen(writer, Self.pointer("\n"), 1)) }

  /// Takes what was written since the last call, and calls `body` with it.
  /// - Throws: `SyndicationError.notWritten` when libxml2 has refused any of it, or what `body` throws.
  package func take<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
    note(xmlTextWriterFlush(writer))
    defer { empty() }
    if hasFailed { throw SyndicationError.notWritten }
    return try body(
      UnsafeRawBufferPointer(start: xmlBufferContent(buffer), count: Int(xmlBufferLength(buffer))))
  }

  /// Closes what is open, and discards it all.
  func drop() {
    xmlTextWriterEndDocument(writer)
    xmlTextWriterFlush(writer)
    empty()
  }

  private func empty() {
    xmlBufferEmpty(buffer)
    hasFailed = false
  }

  // Every result code of libxml2 is checked here: -1 is its only failure.
  private func note(_ code: Int32) { hasFailed = hasFailed || code < 0 }

  private static func pointer(_ name: StaticString) -> UnsafePointer<xmlChar> {
    UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: xmlChar.self)
  }
}

/// Why a document could not be written.
package enum SyndicationError: Error, Sendable, CustomStringConvertible {
  /// libxml2 or libcmark got no memory.
  case outOfMemory
  /// libxml2 refused to write something, for which it needs memory or elements in their order.
  case notWritten

  /// What is wrong and what to do.
  package var description: String {
    switch self {
    case .outOfMemory: "out of memory while writing a feed; free some and run again"
    case .notWritten:
      "libxml2 could not write a feed, which it does when memory is used up; free some and run again"
    }
  }
}
